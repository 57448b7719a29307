using EdgeService.Core.Disputes;
using EdgeService.Core.Members;

namespace EdgeService.Core.Tests.Disputes;

public sealed class DisputingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Time = TimeSpan.FromDays(20);

    [Fact]
    public void What_was_rejected_stands_for_a_while_and_anything_else_may_be_contested()
    {
        var rejected = Decided(DisputeSubject.OfCourtListing, upheld: false);
        var file = new MemberFile(2, [rejected]);
        var refused = Open(file, DisputeSubject.OfCourtListing, Now + Disputing.Rest - TimeSpan.FromSeconds(1));
        Assert.Equal((DisputeResult.RejectedLately, rejected), (refused.Result, refused.Dispute));
        Assert.Empty(refused.Acts);
        Assert.Equal(Now + Disputing.Rest, Disputing.RestOf(rejected));
        Assert.Equal(DisputeResult.Done, Open(file, DisputeSubject.OfStanding, Now).Result);
        Assert.Equal(DisputeResult.Done, Open(file, DisputeSubject.OfCourtListing, Now + Disputing.Rest).Result);
        Assert.Equal(DisputeResult.Done, Open(new MemberFile(2, [Decided(DisputeSubject.OfStanding, upheld: false)]), DisputeSubject.OfStanding, Now).Result);
    }

    [Fact]
    public void What_was_upheld_may_be_contested_again_when_it_comes_back()
    {
        var file = new MemberFile(2, [Decided(DisputeSubject.OfCourtListing, upheld: true)]);
        Assert.Equal(DisputeResult.Done, Open(file, DisputeSubject.OfCourtListing, Now).Result);
    }

    private static DisputeStep Open(MemberFile file, DisputeSubject subject, DateTimeOffset at) =>
        Disputing.Open(file, default, subject, "this is wrong", "en", at, Time);

    private static MemberDispute Decided(DisputeSubject subject, bool upheld)
    {
        var opened = Disputing.Open(new MemberFile(1, []), default(MemberTag), subject, "this is wrong", "en", Now.AddDays(-1), Time).Dispute!;
        return Disputing.Decide(new MemberFile(2, [opened]), 1, new DisputeResolution(upheld, "we looked at it", "anna", Now, Lifted: false)).Dispute!;
    }
}
