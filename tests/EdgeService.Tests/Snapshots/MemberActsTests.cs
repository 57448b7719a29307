using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots;

namespace EdgeService.Tests.Snapshots;

/// <summary>What members did themselves, upon snapshots and changes that come and go.</summary>
public sealed class MemberActsTests : IDisposable
{
    private static readonly DateTimeOffset Moment = SnapshotStock.Start.AddDays(2);
    private static readonly Contract Bikes = new(Scene.Mobility, "citybike");
    private readonly SnapshotStock _stock = new();

    private MemberTag Member => MemberKeys.TagOf("m"u8, _stock.Secret);

    public void Dispose() => _stock.Dispose();

    [Fact]
    public void Act_stays_through_swap_fold_rollback_and_start_and_makes_the_data_no_fresher()
    {
        using (var current = Serving(1))
        {
            Assert.Null(current.ApplyActs([Act(1, new WithdrawConsent(Bikes))]));
            current.Apply([Change(1, new SetTier(Tier.Gold), Moment.AddMinutes(-1))], null);
            AssertWithdrawn(current);
            _stock.PutThrough(2, 1);
            current.Scan();
            AssertWithdrawn(current);
            _stock.PutThrough(3, 1);
            current.Scan();
            current.RollBack();
            AssertWithdrawn(current);
        }

        _stock.CloseChanges();
        using var again = _stock.Current();
        again.Scan();
        AssertWithdrawn(again);
        Assert.Equal(1, again.ActsThrough);
        using var lease = again.Acquire();
        Assert.Equal(SnapshotStock.Start.AddHours(2), lease.AsOf);
    }

    [Fact]
    public void Act_that_a_change_has_settled_stays_settled_after_snapshots_hold_the_change()
    {
        using (var current = Serving(1))
        {
            current.ApplyActs([Act(1, new WithdrawConsent(Bikes))]);
            current.Apply([Change(1, new GiveConsent(Bikes), Moment.AddMinutes(1))], null);
            Assert.True(HasConsented(current));
            _stock.PutThrough(2, 1);
            _stock.PutThrough(3, 1);
            current.Scan();
            Assert.True(HasConsented(current));
        }

        _stock.CloseChanges();
        using var again = _stock.Current();
        again.Scan();
        Assert.True(HasConsented(again));
    }

    [Fact]
    public void Change_that_came_before_an_act_does_not_settle_it_however_late_it_calls_itself()
    {
        using (var current = Serving(1))
        {
            current.Apply([Change(1, new GiveConsent(Bikes), Moment.AddMinutes(5))], null);
            current.ApplyActs([Act(1, new WithdrawConsent(Bikes))]);
            Assert.False(HasConsented(current));
        }

        _stock.CloseChanges();
        using var again = _stock.Current();
        again.Scan();
        Assert.False(HasConsented(again));
    }

    [Fact]
    public void Who_left_is_in_again_only_by_enrolling_anew()
    {
        using var current = Serving(1);
        current.ApplyActs([Act(1, new Leave())]);
        using (var left = current.Acquire())
            Assert.False(left.TryFind(_stock.Member, out _));
        current.Apply([Change(1, new SetTier(Tier.Gold), Moment.AddMinutes(1))], null);
        using (var still = current.Acquire())
            Assert.False(still.TryFind(_stock.Member, out _));
        var standing = new Standing(new(7), Tier.Basic, false, false, new ConsentSet([Bikes]), [], []);
        current.Apply([Change(2, new Enrol(standing), Moment.AddMinutes(2))], null);
        Assert.True(HasConsented(current));
        _stock.Put(2);
        current.Scan();
        Assert.True(HasConsented(current));
    }

    [Fact]
    public void Objection_to_a_ban_survives_that_the_origin_sends_the_ban_again()
    {
        var ban = new SectorBan(Sector.Finance, BanScope.All, SnapshotStock.Start, null, LiftCondition.DateOnly, DisputeState.None);
        using var current = Serving(1);
        current.Apply([Change(1, new PutBan(ban), Moment)], null);
        current.ApplyActs([Act(1, new SetDispute(new(ban.Sector, ban.Scope, ban.From), DisputeState.Open))]);
        current.Apply([Change(2, new PutBan(ban), Moment.AddMinutes(1))], null);
        using var lease = current.Acquire();
        lease.TryFind(_stock.Member, out var standing);
        Assert.Equal(DisputeState.Open, Assert.Single(standing.Bans).Dispute);
    }

    [Fact]
    public void Acts_that_came_are_passed_over_and_many_are_kept_in_a_short_file()
    {
        using var current = Serving(1);
        for (var number = 1; number <= 9000; number += 100)
            current.ApplyActs([.. Enumerable.Range(number, 100).Select(one => Act(one, one % 2 == 0 ? new GiveConsent(Bikes) : new WithdrawConsent(Bikes)))]);
        current.ApplyActs([Act(1, new WithdrawConsent(Bikes))]);
        Assert.True(HasConsented(current));
        Assert.Equal(9000, current.ActsThrough);
        Assert.True(new FileInfo(Path.Combine(_stock.Options.ChangesFolder, "acts.log")).Length < 500_000);
    }

    private static StandingChange Numbered(long number, MemberTag member, ChangeAct act, DateTimeOffset at) => new(number, member, at, act);

    private StandingChange Act(long number, ChangeAct act) => Numbered(number, Member, act, Moment);

    private StandingChange Change(long revision, ChangeAct act, DateTimeOffset at) => Numbered(revision, Member, act, at);

    private CurrentSnapshot Serving(long revision)
    {
        _stock.Put(revision);
        var current = _stock.Current();
        current.Scan();
        return current;
    }

    private void AssertWithdrawn(CurrentSnapshot current) => Assert.False(HasConsented(current));

    private bool HasConsented(CurrentSnapshot current)
    {
        using var lease = current.Acquire();
        return lease.TryFind(_stock.Member, out var standing) && standing.HasConsented(Bikes, Moment);
    }
}
