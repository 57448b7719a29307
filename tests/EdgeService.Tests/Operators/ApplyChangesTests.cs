using EdgeService.Faults;
using EdgeService.Snapshots;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Operators;

public sealed class ApplyChangesTests : IAsyncLifetime
{
    private OperatedEdge _edge = null!;

    public async Task InitializeAsync() => _edge = await OperatedEdge.StartAsync();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task Every_kind_of_change_is_seen_by_the_very_next_check()
    {
        Assert.Equal(Outcome.Ineligible, await _edge.CheckAsync());
        await AssertAfterAsync(_edge.Enrol(1, 700), Outcome.Eligible);
        await AssertAfterAsync(_edge.Change(2, change => change.Score = 649), Outcome.Ineligible);
        await AssertAfterAsync(_edge.Change(3, change => change.Score = 650), Outcome.Eligible);
        await AssertAfterAsync(_edge.Change(4, change => change.CourtListed = true), Outcome.Ineligible);
        await AssertAfterAsync(_edge.Change(5, change => change.CourtListed = false), Outcome.Eligible);
        await AssertAfterAsync(_edge.Change(6, change => change.WithdrawConsent = OperatedEdge.Consent().Scope), Outcome.Ineligible);
        await AssertAfterAsync(_edge.Change(7, change => change.GiveConsent = OperatedEdge.Consent()), Outcome.Eligible);
        await AssertAfterAsync(_edge.Change(8, change => change.Leave = new()), Outcome.Ineligible);
        await AssertAfterAsync(_edge.Change(9, change => change.Tier = Tier.Gold), Outcome.Ineligible);
        var basis = await _edge.Snapshots.GetBasisAsync(new());
        Assert.Equal((9, 1, 1d), (basis.ChangesThrough, basis.ChangedMemberCount, basis.VerifiedShare));
    }

    [Fact]
    public async Task Repeated_request_is_answered_and_changes_nothing()
    {
        Change[] changes = [_edge.Enrol(1, 700), _edge.Change(2, change => change.CourtListed = true)];
        var first = await _edge.ApplyAsync(changes);
        var second = await _edge.ApplyAsync(changes);
        Assert.Equal((2, 0, 0, 2L), (first.AppliedCount, first.RepeatedCount, first.IneffectiveCount, first.ChangesThrough));
        Assert.Equal((0, 2, 0, 2L), (second.AppliedCount, second.RepeatedCount, second.IneffectiveCount, second.ChangesThrough));
    }

    [Fact]
    public async Task Gap_names_the_revision_expected()
    {
        await _edge.ApplyAsync(_edge.Enrol(1, 700));
        var fault = await FaultOfAsync(_edge.Enrol(4, 700));
        Assert.Equal((StatusCode.FailedPrecondition, "CHANGE_GAP"), (fault.StatusCode, ReasonOf(fault)));
        Assert.Contains("the next change here is 2", fault.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_change_under_a_known_revision_is_a_conflict_and_nothing_of_the_request_is_applied()
    {
        await _edge.ApplyAsync(_edge.Enrol(1, 700));
        var fault = await FaultOfAsync(_edge.Enrol(1, 750), _edge.Change(2, change => change.Leave = new()));
        Assert.Equal((StatusCode.AlreadyExists, "CHANGE_CONFLICT"), (fault.StatusCode, ReasonOf(fault)));
        Assert.Equal(Outcome.Eligible, await _edge.CheckAsync());
    }

    [Fact]
    public async Task All_faults_of_a_request_are_named_at_once()
    {
        var future = _edge.Clock.Now.AddMinutes(1).ToTimestamp();
        var fault = await FaultOfAsync(
            new Change(),
            _edge.Change(2, change => change.Score = 349),
            _edge.Change(3, change => change.ChangeTime = future),
            _edge.Change(4, change => change.Enrol = new() { Score = 600, Consents = { new ConsentGiven() }, Bans = { new Ban { Sector = Sector.Railway } } }),
            _edge.Change(5, change => change.PutBan = new() { Sector = Sector.Other, StartTime = new() { Nanos = 1 }, EndTime = new() }));
        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), (fault.StatusCode, ReasonOf(fault)));
        string[] named =
        [
            "changes[0].revision", "changes[0].change_time", "changes[0].member", "changes[0].act", "changes[1].score", "changes[2].change_time",
            "changes[2].act", "changes[3].enrol.consents[0].scope.scene", "changes[3].enrol.consents[0].scope.partner_id",
            "changes[3].enrol.bans[0].start_time", "changes[4].put_ban.start_time", "changes[4].put_ban.end_time",
        ];
        Assert.All(named, field => Assert.Contains(field + ":", fault.Status.Detail, StringComparison.Ordinal));
        Assert.Equal(0, (await _edge.Snapshots.GetBasisAsync(new())).ChangesThrough);
    }

    [Fact]
    public async Task Heartbeat_keeps_data_fresh_and_cannot_come_from_the_future()
    {
        _edge.Clock.Now = _edge.Clock.Now.AddHours(2);
        await _edge.Snapshots.ApplyChangesAsync(new() { AsOfTime = _edge.Clock.Now.ToTimestamp() });
        Assert.Equal(TimeSpan.Zero, (await _edge.Snapshots.GetBasisAsync(new())).Basis.Age.ToTimeSpan());
        var fault = await Assert.ThrowsAsync<RpcException>(async () =>
            await _edge.Snapshots.ApplyChangesAsync(new() { AsOfTime = _edge.Clock.Now.AddMinutes(1).ToTimestamp() }));
        Assert.Equal(StatusCode.InvalidArgument, fault.StatusCode);
    }

    [Fact]
    public async Task Ten_thousand_changes_fit_into_one_request()
    {
        var changes = Enumerable.Range(1, 10_000).Select(revision => _edge.Change(revision, change => change.Score = 650)).ToArray();
        var applied = await _edge.ApplyAsync(changes);
        Assert.Equal((10_000, 10_000, 10_000L), (applied.AppliedCount, applied.IneffectiveCount, applied.ChangesThrough));
    }

    [Theory]
    [InlineData("bike-dock")]
    [InlineData("member-app")]
    public async Task Only_operators_may(string caller)
    {
        var service = new SnapshotService.SnapshotServiceClient(_edge.Host.As(caller));
        var fault = await Assert.ThrowsAsync<RpcException>(async () => await service.ApplyChangesAsync(new() { Changes = { _edge.Enrol(1, 900) } }));
        Assert.Equal((StatusCode.PermissionDenied, "METHOD_NOT_ALLOWED"), (fault.StatusCode, ReasonOf(fault)));
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(async () => await service.GetBasisAsync(new()))).StatusCode);
    }

    [Fact]
    public async Task Railway_ban_of_180_days_begins_and_ends_on_its_day_without_another_word()
    {
        var start = new DateTimeOffset(_edge.Clock.Now.UtcDateTime.Date.AddDays(10), TimeSpan.Zero);
        await _edge.ApplyAsync(
            _edge.Change(1, change => change.Enrol = new()
            {
                Score = 700,
                Tier = Tier.Platinum,
                Consents = { new ConsentGiven { Scope = new() { Scene = Scene.Travel, PartnerId = "railway" } } },
            }),
            _edge.Change(2, change => change.PutBan = new()
            {
                Sector = Sector.Railway,
                Scope = BanScope.HigherClasses,
                StartTime = start.ToTimestamp(),
                EndTime = start.AddDays(180).ToTimestamp(),
            }));
        var gate = new Terminal(_edge.Host, Terminal.Gate1);
        Assert.Equal(
            "yes yes no no no yes yes",
            await OutcomesAsync(gate, "station.lounge", [start.AddDays(-9), start.AddSeconds(-1), start, start.AddDays(90), start.AddDays(180).AddSeconds(-1), start.AddDays(180), start.AddDays(200)]));
    }

    [Fact]
    public async Task Dated_consent_begins_and_ends_at_its_moments()
    {
        var start = new DateTimeOffset(_edge.Clock.Now.UtcDateTime.Date.AddDays(3), TimeSpan.Zero);
        var consent = OperatedEdge.Consent();
        (consent.StartTime, consent.EndTime) = (start.ToTimestamp(), start.AddDays(30).ToTimestamp());
        await _edge.ApplyAsync(_edge.Change(1, change => change.Enrol = new() { Score = 700, Consents = { consent } }));
        Assert.Equal(
            "no yes yes no",
            await OutcomesAsync(_edge.Dock, "bike.deposit-free", [start.AddSeconds(-1), start, start.AddDays(30).AddSeconds(-1), start.AddDays(30)]));
    }

    [Fact]
    public async Task Ban_lifted_or_disputed_stops_refusing_at_once()
    {
        var start = _edge.Clock.Now.AddDays(-1).ToUnixTimeSeconds();
        var ban = new Ban { Sector = Sector.Other, StartTime = new() { Seconds = start }, LiftsOnPayment = true };
        await _edge.ApplyAsync(_edge.Enrol(1, 700), _edge.Change(2, change => change.PutBan = ban));
        Assert.Equal(Outcome.Ineligible, await _edge.CheckAsync());
        await AssertAfterAsync(_edge.Change(3, change => change.Dispute = new() { Ban = new() { Sector = Sector.Other }, State = DisputeState.Open }), Outcome.ReferToDesk);
        await AssertAfterAsync(_edge.Change(4, change => change.Dispute = new() { Ban = new() { Sector = Sector.Other }, State = DisputeState.Upheld }), Outcome.Eligible);
        await AssertAfterAsync(_edge.Change(5, change => change.Dispute = new() { Ban = new() { Sector = Sector.Other }, State = DisputeState.Rejected }), Outcome.Ineligible);
        await AssertAfterAsync(_edge.Change(6, change => change.LiftBan = new() { Sector = Sector.Other, StartTime = new() { Seconds = start } }), Outcome.Eligible);
    }

    /// <summary>Whether the terminal's answer is yes at each moment. The edge hears of nothing meanwhile but that nothing changed.</summary>
    private async Task<string> OutcomesAsync(Terminal terminal, string perk, DateTimeOffset[] moments)
    {
        var outcomes = new List<bool>();
        foreach (var moment in moments)
        {
            _edge.Clock.Now = moment;
            var decision = await terminal.CheckAsync(Terminal.Ask(OperatedEdge.Member, perk));
            outcomes.Add(decision.Outcome == Outcome.Eligible);
            if (decision.Outcome == Outcome.ReferToDesk)
                outcomes[^1] = await AfterHeartbeatAsync(terminal, perk);
        }

        return string.Join(" ", outcomes.Select(yes => yes ? "yes" : "no"));
    }

    /// <summary>Data that has become too old refers to a person; a word from the origin makes it fresh, and the dates decide.</summary>
    private async Task<bool> AfterHeartbeatAsync(Terminal terminal, string perk)
    {
        // Past the end of the operator's certificate: the word comes from within.
        _edge.Host.Service<CurrentSnapshot>().Apply([], _edge.Clock.Now);
        return (await terminal.CheckAsync(Terminal.Ask(OperatedEdge.Member, perk))).Outcome == Outcome.Eligible;
    }

    private async Task AssertAfterAsync(Change change, Outcome expected)
    {
        await _edge.ApplyAsync(change);
        Assert.Equal(expected, await _edge.CheckAsync());
    }

    private async Task<RpcException> FaultOfAsync(params Change[] changes) => await Assert.ThrowsAsync<RpcException>(() => _edge.ApplyAsync(changes));

    internal static string? ReasonOf(RpcException fault) => fault.Trailers.GetValue(FaultMapping.ReasonTrailer);
}
