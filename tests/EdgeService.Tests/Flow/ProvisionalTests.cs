using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Ledger;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Xunit.Abstractions;
using ConflictCause = Perks.Admin.V1.ConflictCause;
using Custody = Perks.Edge.V1.Custody;
using GetGrantRequest = Perks.Edge.V1.GetGrantRequest;
using GrantOutcome = Perks.Edge.V1.GrantOutcome;

namespace EdgeService.Tests.Flow;

/// <summary>What is answered while the ledger is out of reach, and what becomes of it.</summary>
public sealed class ProvisionalTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Bike = "bike.deposit-free";
    private const string Wheelchair = "hospital.wheelchair";
    private readonly SetClock _clock = new(TimeProvider.System.GetUtcNow());
    private EdgeHost _host = null!;
    private Terminal _dock = null!;

    private CutLedger Ledger => (CutLedger)_host.Service<ILedger>();

    public async Task InitializeAsync()
    {
        _host = await EdgeHost.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(_clock);
                CutLedger.InFrontOf(builder);
            },
            null);
        _dock = new Terminal(_host, Terminal.Dock);
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task Bike_goes_out_provisionally_once_and_is_a_grant_of_its_own_time_when_the_ledger_is_back()
    {
        var id = Terminal.NewId();
        Ledger.Cut = LedgerCut.Gone;
        var noted = await _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-1"), id);
        Assert.Equal((GrantOutcome.Provisional, null), (noted.Outcome, noted.Grant));
        Assert.Equal(["bike-1"], noted.Provisional.ItemRefs);
        Assert.NotEqual("", noted.MemberPseudonym);
        Assert.Equal(noted, await _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-1"), id));
        Assert.Equal(ClaimOutcome.Pending, (await SettlementAsync(_dock, id)).Outcome);

        var spent = await Assert.ThrowsAsync<RpcException>(() => _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-2")));
        Assert.Equal((StatusCode.Unavailable, "PROVISIONAL_SPENT"), (spent.StatusCode, spent.Trailers.GetValue("perks-error-reason")));
        Assert.NotNull(spent.Trailers.GetValue("perks-retry-delay-ms"));
        Assert.Equal(GrantOutcome.ItemTaken, (await _dock.BeginAsync(Terminal.Ask("demo-chen", Bike, "bike-1"))).Outcome);

        var at = _clock.Now;
        _clock.Now += TimeSpan.FromSeconds(40);
        Ledger.Cut = LedgerCut.None;
        var settled = await SettlementAsync(_dock, id);
        Assert.Equal((ClaimOutcome.Settled, Custody.Opening, true), (settled.Outcome, settled.Grant.Custody, settled.Grant.AcceptedOffline));
        Assert.InRange(settled.Grant.CreateTime.ToDateTimeOffset(), at - TimeSpan.FromMilliseconds(1), at);
        Assert.Equal(noted, await _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-1"), id));
        Assert.Equal(RefusalCode.LimitHere, (await _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-2"))).Decision.RefusalCode);
        Assert.Equal(0, (await StatusAsync()).PendingNoteCount);
    }

    [Fact]
    public async Task Book_lent_in_an_outage_can_be_brought_back_as_soon_as_the_ledger_is_there()
    {
        var kiosk = new Terminal(_host, Terminal.Kiosk);
        Ledger.Cut = LedgerCut.Gone;
        Assert.Equal(GrantOutcome.Provisional, (await kiosk.BeginAsync(Terminal.Ask("demo-alice", "library.cardless", "book-1"))).Outcome);
        Ledger.Cut = LedgerCut.None;

        Assert.Equal(Custody.Returned, (await kiosk.ReturnAsync("book-1")).Custody);
    }

    [Fact]
    public async Task Position_that_is_told_stays_below_a_claim_that_could_not_be_taken_in()
    {
        await UploadAsync(500, "bike-500");
        using var upload = _dock.Grants.ReportOfflineClaims(_dock.Options);
        await upload.RequestStream.WriteAsync(Faulty(1, "bike-1"));
        while ((await new LedgerService.LedgerServiceClient(_host.As("operator")).ListFaultyClaimsAsync(new())).Claims.Count < 2)
        {
            // Until the first is taken in.
        }

        Ledger.Cut = LedgerCut.Gone;
        await upload.RequestStream.WriteAsync(Faulty(2, "bike-2"));
        await upload.RequestStream.CompleteAsync();
        var answer = await upload;

        Assert.Equal(1, answer.ProcessedThroughSequence);
        Assert.Equal((true, false), (answer.Results[0].ClaimId.Length > 0, answer.Results[1].ClaimId.Length > 0));

        async Task UploadAsync(long sequence, string item)
        {
            using var whole = _dock.Grants.ReportOfflineClaims(_dock.Options);
            await whole.RequestStream.WriteAsync(Faulty(sequence, item));
            await whole.RequestStream.CompleteAsync();
            Assert.Equal(sequence, (await whole).ProcessedThroughSequence);
        }

        ReportOfflineClaimsRequest Faulty(long sequence, string item) => new()
        {
            Sequence = sequence,
            RequestId = Terminal.NewId(),
            ClaimTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(_clock.Now),
            Comeback = new OfflineReturn { ItemRef = item },
        };
    }

    [Fact]
    public async Task Same_request_id_for_something_else_is_refused_during_the_outage_too()
    {
        var id = Terminal.NewId();
        Ledger.Cut = LedgerCut.Gone;
        await _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-1"), id);
        var reused = await Assert.ThrowsAsync<RpcException>(() => _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-2"), id));
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (reused.StatusCode, reused.Trailers.GetValue("perks-error-reason")));
    }

    [Fact]
    public async Task Wheelchair_is_lent_as_often_as_it_is_needed_and_credit_not_at_all()
    {
        var desk = new Terminal(_host, "cityhospital:east-wing:desk-1");
        Ledger.Cut = LedgerCut.Gone;
        Assert.Equal(GrantOutcome.Provisional, (await desk.BeginAsync(Terminal.Ask("demo-fay", Wheelchair, "chair-1"))).Outcome);
        Assert.Equal(GrantOutcome.Provisional, (await desk.BeginAsync(Terminal.Ask("demo-fay", Wheelchair, "chair-2"))).Outcome);
        var credit = await new Terminal(_host, Terminal.CreditDesk).BeginAsync(Terminal.Ask("demo-erik", "credit.line"));
        Assert.Equal((GrantOutcome.Referred, RefusalCode.Refer), (credit.Outcome, credit.Decision.RefusalCode));
    }

    [Fact]
    public async Task Note_made_right_after_a_grant_like_it_is_settled_to_its_own_grant()
    {
        var desk = new Terminal(_host, "cityhospital:east-wing:desk-1");
        var first = await desk.BeginAsync(Terminal.Ask("demo-fay", Wheelchair));
        Assert.Equal(GrantOutcome.Granted, first.Outcome);
        _clock.Now += TimeSpan.FromSeconds(10);
        var id = Terminal.NewId();
        Ledger.Cut = LedgerCut.Gone;
        Assert.Equal(GrantOutcome.Provisional, (await desk.BeginAsync(Terminal.Ask("demo-fay", Wheelchair), id)).Outcome);
        Ledger.Cut = LedgerCut.None;
        var settled = await SettlementAsync(desk, id);
        Assert.NotEqual(first.Grant.GrantId, settled.Grant?.GrantId);
    }

    [Fact]
    public async Task Who_would_be_refused_is_refused_without_the_ledger_as_with_it()
    {
        Ledger.Cut = LedgerCut.Gone;
        var refused = await _dock.BeginAsync(Terminal.Ask("demo-bo", Bike, "bike-1"));
        Assert.Equal((GrantOutcome.Refused, RefusalCode.NotAvailable), (refused.Outcome, refused.Decision.RefusalCode));
    }

    [Fact]
    public async Task Token_is_accepted_provisionally_once_and_one_known_to_be_spent_is_not()
    {
        var spent = (await _dock.IssueAsync(Terminal.Ask("demo-chen", Bike))).Token.Text;
        Assert.Equal(RedeemOutcome.Redeemed, (await _dock.RedeemAsync(spent, with: request => request.ItemRefs.Add("bike-7"))).Outcome);
        var fresh = (await _dock.IssueAsync(Terminal.Ask("demo-alice", Bike))).Token.Text;
        Ledger.Cut = LedgerCut.Gone;
        Assert.Equal(RedeemOutcome.AlreadyRedeemed, (await _dock.RedeemAsync(spent)).Outcome);
        var id = Terminal.NewId();
        var noted = await _dock.RedeemAsync(fresh, id);
        Assert.Equal((RedeemOutcome.Provisional, null), (noted.Outcome, noted.Grant));
        Assert.Equal(RedeemOutcome.AlreadyRedeemed, (await _dock.RedeemAsync(fresh)).Outcome);
        Assert.Equal(noted, await _dock.RedeemAsync(fresh, id));
        Ledger.Cut = LedgerCut.None;
        Assert.Equal(ClaimOutcome.Settled, (await SettlementAsync(_dock, id)).Outcome);
        var again = await _dock.RedeemAsync(fresh);
        Assert.Equal((RedeemOutcome.AlreadyRedeemed, true), (again.Outcome, again.Grant.AcceptedOffline));
    }

    [Fact]
    public async Task What_comes_second_is_kept_with_both_sides_and_decided_by_a_person()
    {
        var first = await _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-1"));
        await _dock.ConfirmAsync(first.Grant.GrantId);
        var id = Terminal.NewId();
        Ledger.Cut = LedgerCut.Gone;
        Assert.Equal(GrantOutcome.Provisional, (await _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-2"), id)).Outcome);
        Ledger.Cut = LedgerCut.None;
        var settled = await SettlementAsync(_dock, id);
        Assert.Equal((ClaimOutcome.LateConflict, Custody.LateConflict), (settled.Outcome, settled.Grant.Custody));

        var conflict = Assert.Single((await Operator.ListConflictsAsync(new ListConflictsRequest())).Conflicts);
        Assert.Equal((ConflictCause.Limit, "citybike", "bike-2"), (conflict.Cause, conflict.Second.PartnerId, conflict.Second.Grant.LentItemRefs[0]));
        var decide = new ResolveConflictRequest { RequestId = Terminal.NewId(), ConflictId = conflict.ConflictId, Resolution = ConflictResolution.Dismissed, Reason = "seen on camera" };
        var decided = (await Operator.ResolveConflictAsync(decide)).Conflict;
        Assert.Equal((ConflictResolution.Dismissed, "seen on camera", Custody.Cancelled), (decided.Resolution, decided.ResolutionReason, decided.Second.Grant.Custody));
        Assert.Equal(decided, (await Operator.ResolveConflictAsync(decide)).Conflict);
        Assert.Empty((await Operator.ListConflictsAsync(new ListConflictsRequest())).Conflicts);
        Assert.Single((await Operator.ListConflictsAsync(new ListConflictsRequest { IncludeResolved = true })).Conflicts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Attempt_that_was_kept_though_its_answer_was_lost_counts_once(bool byToken)
    {
        var token = byToken ? (await _dock.IssueAsync(Terminal.Ask("demo-alice", Bike))).Token.Text : "";
        var id = Terminal.NewId();
        Ledger.Cut = LedgerCut.AnswersLost;
        if (byToken)
            Assert.Equal(RedeemOutcome.Provisional, (await _dock.RedeemAsync(token, id, request => request.ItemRefs.Add("bike-1"))).Outcome);
        else
            Assert.Equal(GrantOutcome.Provisional, (await _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-1"), id)).Outcome);
        Ledger.Cut = LedgerCut.None;
        var settled = await SettlementAsync(_dock, id);
        Assert.Equal((ClaimOutcome.Settled, false), (settled.Outcome, settled.Grant.AcceptedOffline));
        Assert.Empty((await Operator.ListConflictsAsync(new ListConflictsRequest { IncludeResolved = true })).Conflicts);
        Assert.Single((await Operator.ListGrantsAsync(new ListGrantsRequest { PartnerId = "citybike" })).Grants);
    }

    /// <summary>The access table says OWN_TERMINAL of a request: neither another terminal of the partner nor another partner's learns of it.</summary>
    [Fact]
    public async Task What_became_of_a_provisional_answer_is_told_to_the_terminal_that_got_it_alone()
    {
        var (desk, id) = (new Terminal(_host, "cityhospital:east-wing:desk-1"), Terminal.NewId());
        Ledger.Cut = LedgerCut.Gone;
        await desk.BeginAsync(Terminal.Ask("demo-fay", Wheelchair, "chair-1"), id);
        foreach (var cut in new[] { LedgerCut.Gone, LedgerCut.None })
        {
            Ledger.Cut = cut;
            foreach (var other in new[] { "cityhospital:emergency:desk-1", Terminal.Dock })
            {
                var refused = await Assert.ThrowsAsync<RpcException>(() => SettlementAsync(new Terminal(_host, other), id));
                Assert.Equal(cut == LedgerCut.Gone ? "LEDGER_UNAVAILABLE" : "GRANT_UNKNOWN", refused.Trailers.GetValue("perks-error-reason"));
            }

            Assert.Equal(cut == LedgerCut.Gone ? ClaimOutcome.Pending : ClaimOutcome.Settled, (await SettlementAsync(desk, id)).Outcome);
        }

        var ghost = await Assert.ThrowsAsync<RpcException>(() => SettlementAsync(new Terminal(_host, "cityhospital:east-wing:ghost"), id));
        Assert.Equal("IDENTITY_UNKNOWN", ghost.Trailers.GetValue("perks-error-reason"));
    }

    [Fact]
    public async Task Ledger_that_never_answers_is_out_of_reach_in_time()
    {
        Ledger.Cut = LedgerCut.Hanging;
        Assert.Equal(GrantOutcome.Provisional, (await _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-1"))).Outcome);
        var other = await Assert.ThrowsAsync<RpcException>(() => _dock.ReturnAsync("bike-9"));
        Assert.Equal((StatusCode.Unavailable, "LEDGER_UNAVAILABLE"), (other.StatusCode, other.Trailers.GetValue("perks-error-reason")));
    }

    [Fact]
    public async Task Checks_go_on_with_limits_unknown_and_say_when_the_allowance_is_used()
    {
        Ledger.Cut = LedgerCut.Gone;
        Assert.Equal(Outcome.Eligible, (await _dock.CheckAsync(Terminal.Ask("demo-alice", Bike))).Outcome);
        await _dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-1"));
        var used = await _dock.CheckAsync(Terminal.Ask("demo-alice", Bike));
        Assert.Equal((Outcome.ReferToDesk, RefusalCode.Refer), (used.Outcome, used.RefusalCode));
    }

    [Fact]
    public async Task Refusals_of_an_outage_are_answered_alike_ever_after()
    {
        var spent = (await _dock.IssueAsync(Terminal.Ask("demo-chen", Bike))).Token.Text;
        Assert.Equal(RedeemOutcome.Redeemed, (await _dock.RedeemAsync(spent, with: request => request.ItemRefs.Add("bike-7"))).Outcome);
        var fresh = (await _dock.IssueAsync(Terminal.Ask("demo-alice", Bike))).Token.Text;
        var ids = Enumerable.Range(0, 4).Select(_ => Terminal.NewId()).ToList();
        Ledger.Cut = LedgerCut.Gone;
        await _dock.RedeemAsync(fresh);
        var first = await AllAsync();
        Assert.Equal(["AlreadyRedeemed", "AlreadyRedeemed", "Refused", "ItemTaken"], first.Outcomes);
        _clock.Now += TimeSpan.FromSeconds(5);
        Assert.Equal(first.Replies, (await AllAsync()).Replies);

        Ledger.Cut = LedgerCut.None;
        _clock.Now += TimeSpan.FromSeconds(5);
        await _host.Service<EdgeService.Flow.OutageReplay>().SettleAllAsync(default);
        Assert.True(_host.Service<OutageJournal>().IsQuiet);
        Assert.Equal(first.Replies, (await AllAsync()).Replies);
        Assert.Equal(0, (await StatusAsync()).PendingNoteCount);

        async Task<(List<string> Outcomes, List<string> Replies)> AllAsync()
        {
            var (one, other) = (await _dock.RedeemAsync(spent, ids[0]), await _dock.RedeemAsync(fresh, ids[1]));
            var (refused, taken) = (await _dock.BeginAsync(Terminal.Ask("demo-bo", Bike, "bike-2"), ids[2]), await TakenAsync(ids[3]));
            return ([$"{one.Outcome}", $"{other.Outcome}", $"{refused.Outcome}", $"{taken.Outcome}"], [$"{one}", $"{other}", $"{refused}", $"{taken}"]);
        }

        async Task<BeginGrantResponse> TakenAsync(string id)
        {
            await _dock.BeginAsync(Terminal.Ask("demo-dora", "umbrella.deposit-free", "umbrella-1"), TakenFirst);
            return await _dock.BeginAsync(Terminal.Ask("demo-erik", "umbrella.deposit-free", "umbrella-1"), id);
        }
    }

    [Fact]
    public async Task Referral_of_an_outage_stands_for_nothing_and_the_same_request_is_decided_when_it_is_over()
    {
        var (desk, id) = (new Terminal(_host, Terminal.CreditDesk), Terminal.NewId());
        Ledger.Cut = LedgerCut.Gone;
        Assert.Equal(GrantOutcome.Referred, (await desk.BeginAsync(Terminal.Ask("demo-erik", "credit.line"), id)).Outcome);
        Ledger.Cut = LedgerCut.None;
        _clock.Now += TimeSpan.FromSeconds(5);
        await _host.Service<EdgeService.Flow.OutageReplay>().SettleAllAsync(default);
        Assert.Equal(GrantOutcome.Granted, (await desk.BeginAsync(Terminal.Ask("demo-erik", "credit.line"), id)).Outcome);
    }

    /// <summary>
    /// Many members at once, each in order. What it takes one after the other and together is printed; only the order and that all is settled
    /// is asserted.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public async Task Backlog_of_an_outage_is_settled_whole_and_in_order_within_a_member(int? atOnce)
    {
        const int Members = 200, Each = 5;
        var (journal, replay) = (_host.Service<OutageJournal>(), _host.Service<EdgeService.Flow.OutageReplay>());
        replay.AtOnce = atOnce ?? replay.AtOnce;
        for (var i = 0; i < Members * Each; i++)
            await journal.NoteAsync(NoteOf(new MemberKey((ulong)(1 + (i % Members))), _clock.Now.AddSeconds(i - (Members * Each))));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await replay.SettleAllAsync(default);
        output.WriteLine($"{Members * Each} notes of {Members} members, {replay.AtOnce} at once: {watch.ElapsedMilliseconds} ms");

        Assert.True(journal.IsQuiet);
        for (var member = 1; member <= Members; member++)
        {
            var grants = (await Ledger.ReadAsync(new MemberKey((ulong)member), default)).Grants;
            Assert.Equal(Each, grants.Length);
            Assert.Equal(grants.OrderBy(grant => grant.OpenedAt), grants);
        }
    }

    private static readonly string TakenFirst = Terminal.NewId();

    private static OutageNote NoteOf(MemberKey member, DateTimeOffset at) => new()
    {
        Request = new LedgerRequest("urn:perks:terminal:cityhospital:east-wing:desk-1", "BeginGrant", Guid.NewGuid(), Guid.NewGuid().ToByteArray()),
        Member = member,
        At = at,
        Terms = new GrantTerms { PerkCode = 5, PerkId = Wheelchair, PartnerId = "cityhospital", VenueId = "east-wing", TerminalId = "desk-1" },
        Actor = Actor.Terminal("east-wing", "desk-1"),
        Reply = Guid.NewGuid().ToByteArray(),
    };

    private LedgerService.LedgerServiceClient Operator => new(_host.As("operator"));

    private async Task<GetLedgerStatusResponse> StatusAsync() => await Operator.GetLedgerStatusAsync(new GetLedgerStatusRequest());

    private static async Task<Perks.Edge.V1.GetGrantResponse> SettlementAsync(Terminal terminal, string requestId) =>
        await terminal.Grants.GetGrantAsync(new GetGrantRequest { RequestId = requestId }, terminal.Options);
}
