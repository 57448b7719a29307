using EdgeService.Core.Changes;
using EdgeService.Core.Disputes;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Ledger;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>What members do themselves and what they contest.</summary>
public abstract partial class LedgerSuite
{
    private static readonly Contract Bikes = new(Scene.Mobility, "citybike");

    [StoreFact]
    public async Task Acts_are_numbered_one_after_the_other_whoever_acts_at_once()
    {
        var replies = await AtOnceAsync(32, i => ActAsync(Member(1 + (i % 5)), i, new WithdrawConsent(Bikes)));

        Assert.Equal(Enumerable.Range(1, 32), replies.Select(int.Parse).Order());
        var (acts, last) = await Ledger.ReadActsAsync(0, 1000, default);
        Assert.Equal(Enumerable.Range(1, 32).Select(number => (long)number), acts.Select(act => act.Act.Revision));
        Assert.Equal(32, last);
        Assert.Equal([31L, 32L], (await Ledger.ReadActsAsync(30, 1000, default)).Acts.Select(act => act.Act.Revision));
        Assert.Equal([1L], (await Ledger.ReadActsAsync(0, 1, default)).Acts.Select(act => act.Act.Revision));
    }

    [StoreFact]
    public async Task Repeated_act_is_answered_alike_and_kept_once()
    {
        Assert.Equal("1", await ActAsync(Anna, 1, new GiveConsent(Bikes)));
        Assert.Equal("1", await ActAsync(Anna, 1, new GiveConsent(Bikes)));
        Assert.Equal("2", await ActAsync(Bo, 2, new Leave()));
        var of = Assert.Single(await Ledger.ReadActsOfAsync(Anna, default));
        Assert.Equal((new GiveConsent(Bikes), Tag(Anna), Actor.Member), (of.Act.Act, of.Act.Member, of.Actor));
        Assert.Equal(Proof, of.Proof.ToArray());
    }

    [StoreFact]
    public async Task Dispute_takes_a_number_of_its_own_and_is_decided_once()
    {
        await ActAsync(Anna, 1, new GiveConsent(Bikes));
        Assert.Equal("Done 2", await OpenAsync(Anna, 2, DisputeSubject.OfStanding));
        Assert.Equal("AlreadyOpen 2", await OpenAsync(Anna, 3, DisputeSubject.OfStanding));
        var replies = await AtOnceAsync(8, i => DecideAsync(Anna, 10 + i, 2, upheld: i % 2 == 0));
        Assert.Single(replies, "Done 2");
        Assert.Equal(7, replies.Count(reply => reply == "AlreadyDecided 2"));
        Assert.Equal("NoSuchDispute", await DecideAsync(Bo, 30, 2, upheld: true));
        Assert.Equal("Done", (await OpenAsync(Anna, 40, DisputeSubject.OfStanding)).Split(' ')[0]);
    }

    [StoreFact]
    public async Task Disputes_are_listed_by_deadline_and_those_of_a_member_the_latest_first()
    {
        await OpenAsync(Anna, 1, DisputeSubject.OfStanding, Noon.AddDays(2));
        await OpenAsync(Bo, 2, DisputeSubject.OfStanding, Noon);
        await OpenAsync(Anna, 3, DisputeSubject.OfDecision(new byte[] { 1, 2 }, "citybike"), Noon.AddDays(1));
        Assert.Equal([2L, 3, 1], await DisputesAsync(new DisputeFilter()));
        Assert.Equal([3L, 1], await DisputesAsync(new DisputeFilter { Member = Anna }));
        Assert.Equal([3L], await DisputesAsync(new DisputeFilter { PartnerId = "citybike" }));
        Assert.Equal([2L], await DisputesAsync(new DisputeFilter { OverdueAt = Noon.AddDays(20) }));
        await DecideAsync(Bo, 4, 2, upheld: false);
        Assert.Equal([3L, 1], await DisputesAsync(new DisputeFilter { OpenOnly = true }));
        Assert.Equal([2L, 3, 1], await DisputesAsync(new DisputeFilter()));
    }

    [StoreFact]
    public async Task Decided_disputes_of_a_member_are_erased_and_open_ones_stay()
    {
        await OpenAsync(Anna, 1, DisputeSubject.OfStanding);
        await OpenAsync(Anna, 2, DisputeSubject.OfCourtListing);
        await OpenAsync(Bo, 3, DisputeSubject.OfStanding);
        await DecideAsync(Anna, 4, 1, upheld: true);
        await DecideAsync(Bo, 5, 3, upheld: true);
        Assert.Equal(0, await Ledger.EraseDisputesAsync(Anna, 1, default));
        Assert.Equal(1, await Ledger.EraseDisputesAsync(Anna, 2, default));
        Assert.Equal([2L], await DisputesAsync(new DisputeFilter { Member = Anna }));
        Assert.Equal([3L], await DisputesAsync(new DisputeFilter { Member = Bo }));
    }

    [StoreFact]
    public async Task Decided_disputes_go_with_the_retention_and_open_ones_stay_until_a_person_decides()
    {
        await OpenAsync(Anna, 1, DisputeSubject.OfStanding);
        await OpenAsync(Anna, 2, DisputeSubject.OfCourtListing);
        await DecideAsync(Anna, 3, 1, upheld: false);
        await SetTimeAsync(Noon.AddDays(71));
        Assert.Equal(0, await Ledger.EraseAsync(TimeSpan.FromDays(52), 10, default));
        Assert.Equal((1, 0), (await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default), await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default)));
        Assert.Equal([2L], await DisputesAsync(new DisputeFilter()));
        await DecideAsync(Anna, 4, 2, upheld: true);
        Assert.Equal(1, await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default));
    }

    private static byte[] Proof { get; } = [7, 8, 9];

    private static MemberTag Tag(MemberKey member) => new(member, ~member.Value);

    private Task<string> ActAsync(MemberKey member, int request, ChangeAct act) => Ledger.ReplyAsync(FileCall(member, request, file =>
        Reply($"{file.NextNumber}") with { Acts = [new KeptAct(new StandingChange(file.NextNumber, Tag(member), Noon, act), Actor.Member, Proof)] }));

    private Task<string> OpenAsync(MemberKey member, int request, DisputeSubject subject, DateTimeOffset? now = null) => Ledger.ReplyAsync(FileCall(member, request, file =>
    {
        var step = Disputing.Open(file, Tag(member), subject, "wrong", "en", now ?? Noon, TimeSpan.FromDays(20));
        return Reply($"{step.Result} {step.Dispute?.Number}") with { Dispute = step.Result == DisputeResult.Done ? step.Dispute : null };
    }));

    private Task<string> DecideAsync(MemberKey member, int request, long number, bool upheld) => Ledger.ReplyAsync(FileCall(member, request, file =>
    {
        var step = Disputing.Decide(file, number, new DisputeResolution(upheld, "seen", "operator", Noon, false));
        return Reply($"{step.Result} {step.Dispute?.Number}".TrimEnd()) with { Dispute = step.Result == DisputeResult.Done ? step.Dispute : null };
    }));

    private static LedgerCall FileCall(MemberKey member, int request, Func<MemberFile, LedgerVerdict> decide) => new()
    {
        Member = member,
        Request = Request(request, method: "File"),
        Now = Noon,
        ReadsFile = true,
        Decide = scene => decide(scene.File!),
    };

    private static LedgerVerdict Reply(string text) => LedgerVerdict.Unchanged(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Numbers of what is listed, one a page.</summary>
    private async Task<List<long>> DisputesAsync(DisputeFilter filter)
    {
        var (numbers, after) = (new List<long>(), default(DisputeCursor?));
        do
        {
            var page = await Ledger.ListDisputesAsync(filter, after, 1, default);
            numbers.AddRange(page.Disputes.Select(one => one.Dispute.Number));
            after = page.Next;
        }
        while (after is not null);
        return numbers;
    }
}
