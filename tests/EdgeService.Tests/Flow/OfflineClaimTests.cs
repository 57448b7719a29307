using System.Security.Cryptography;
using EdgeService.Core.Tokens;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Perks.Member.V1;

namespace EdgeService.Tests.Flow;

/// <summary>What happened while a terminal was cut off from the edge: its journal, and the receipts that docks sign.</summary>
public sealed class OfflineClaimTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private const string Bike = "bike.deposit-free";
    private const string Umbrella = "umbrella.deposit-free";
    private static uint receipts = 1000;
    private readonly Terminal _dock = edge.At(Terminal.Dock);
    private readonly LedgerService.LedgerServiceClient _operator = new(edge.Host.As("operator"));
    private readonly MembershipService.MembershipServiceClient _app = new(edge.Host.As("member-app"));

    [Fact]
    public async Task Token_accepted_offline_is_settled_at_its_own_time_once_however_often_it_is_uploaded()
    {
        var token = await TokenAsync("demo-alice", Bike);
        var at = edge.Clock.Now;
        edge.Clock.Now += TimeSpan.FromMinutes(30);
        var claim = Accepted(1, token, at, "bike-o1");
        var first = await UploadAsync(claim);
        var settled = Assert.Single(first.Results);
        Assert.Equal((ClaimOutcome.Settled, Custody.Active, true), (settled.Outcome, settled.Grant.Custody, settled.Grant.AcceptedOffline));
        Assert.InRange(settled.Grant.CreateTime.ToDateTimeOffset(), at - TimeSpan.FromMilliseconds(1), at);
        Assert.True(first.ProcessedThroughSequence >= 1);
        Assert.Equal(first.Results, (await UploadAsync(claim)).Results);
        claim.RequestId = Terminal.NewId();
        Assert.Equal(settled.Grant.GrantId, (await UploadAsync(claim)).Results[0].Grant.GrantId);
        Assert.Equal(first.ProcessedThroughSequence, (await UploadAsync()).ProcessedThroughSequence);
        await _dock.ReturnAsync("bike-o1");
    }

    [Fact]
    public async Task Second_of_two_claims_is_kept_and_a_forged_or_faulty_one_holds_nothing_up()
    {
        var token = await TokenAsync("demo-chen", Umbrella);
        Assert.Equal(RedeemOutcome.Redeemed, (await _dock.RedeemAsync(token, with: request => request.ItemRefs.Add("umbrella-o1"))).Outcome);
        var now = edge.Clock.Now;
        var results = (await UploadAsync(
            Accepted(11, token, now, "umbrella-o2"),
            Accepted(12, "PE1AAAA", now, "umbrella-o3"),
            new ReportOfflineClaimsRequest { Sequence = 13, RequestId = "no uuid", ClaimTime = now.ToTimestamp() },
            new ReportOfflineClaimsRequest { Sequence = 14, RequestId = Terminal.NewId(), ClaimTime = now.ToTimestamp(), Comeback = new OfflineReturn { ItemRef = "umbrella-o9" } })).Results;
        Assert.Equal([ClaimOutcome.LateConflict, ClaimOutcome.InvalidToken, ClaimOutcome.Faulty, ClaimOutcome.Faulty], results.Select(result => result.Outcome));
        Assert.Equal(Perks.Edge.V1.TokenVerdict.NotCanonical, results[1].Verdict);
        Assert.Equal(["request_id", "claim"], results[2].Fault.Fields.Select(field => field.Field));
        Assert.Equal(ErrorReason.GrantUnknown, results[3].Fault.Reason);
        var conflict = (await _operator.ListConflictsAsync(new ListConflictsRequest())).Conflicts.Single(conflict => conflict.ConflictId == results[0].ConflictId);
        Assert.Equal((ConflictCause.TokenRedeemed, "citybike", "central-park:dock-1"), (conflict.Cause, conflict.First.PartnerId, conflict.First.Actor));
        Assert.NotEqual("", conflict.First.GrantId);
    }

    [Fact]
    public async Task Claim_that_cannot_be_settled_is_kept_for_a_person_with_who_what_and_why()
    {
        var gate = edge.At("railway:central-station:gate-1");
        var token = await TokenAsync("demo-alice", Bike);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(edge.Clock.Now.ToUnixTimeMilliseconds());
        ReportOfflineClaimsRequest[] claims =
        [
            Accepted(1, token, at, "bike-f1"),
            new() { Sequence = 2, RequestId = "no uuid", ClaimTime = at.ToTimestamp() },
            new() { Sequence = 3, RequestId = Terminal.NewId(), ClaimTime = at.ToTimestamp(), Comeback = new OfflineReturn { ItemRef = "bike-f3" } },
            Lent(4, CodeOf("demo-alice"), "no.such-perk", at, new string('x', 500)),
        ];
        var first = await UploadAsync(gate, claims);
        Assert.Equal(first.Results, (await UploadAsync(gate, claims)).Results);
        Assert.Equal(4, (await UploadAsync(gate)).ProcessedThroughSequence);

        var kept = await FaultyAsync(all: false);
        Assert.Equal(first.Results.Select(result => result.ClaimId), kept.Select(claim => claim.ClaimId));
        Assert.Equal([(1, "central-station:gate-1"), (2, "central-station:gate-1"), (3, "central-station:gate-1"), (4, "central-station:gate-1")], kept.Select(claim => (claim.Sequence, claim.Terminal)));
        Assert.Equal([JournalledAct.AcceptedToken, JournalledAct.Unspecified, JournalledAct.Comeback, JournalledAct.Lending], kept.Select(claim => claim.Act));
        Assert.Equal((Perks.Edge.V1.TokenVerdict.WrongAudience, Bike, 1, "bike-f1", null), (kept[0].Verdict, kept[0].PerkId, kept[0].UnitCount, kept[0].ItemRefs[0], kept[0].Fault));
        Assert.Equal((ErrorReason.FieldInvalid, "", 64), (kept[1].Fault.Reason, kept[1].RequestId, kept[3].ItemRefs.Concat(["", new string('x', 64)]).Last().Length));
        Assert.Equal((ErrorReason.GrantUnknown, claims[2].RequestId, at.ToTimestamp()), (kept[2].Fault.Reason, kept[2].RequestId, kept[2].ClaimTime));
        Assert.NotEqual("", kept[0].MemberPseudonym);
        Assert.DoesNotContain(token, kept[0].ToString(), StringComparison.Ordinal);
        Assert.True((await _operator.GetLedgerStatusAsync(new GetLedgerStatusRequest())).FaultyClaimCount >= 4);
        await DecideAllAsync(kept);
        Assert.Empty(await FaultyAsync(all: false));
        Assert.Equal(4, (await FaultyAsync(all: true)).Count);

        async Task<List<Perks.Admin.V1.FaultyClaim>> FaultyAsync(bool all)
        {
            var request = new ListFaultyClaimsRequest { PartnerId = "railway", Terminal = "central-station:gate-1", PageSize = 3, IncludeResolved = all };
            var page = await _operator.ListFaultyClaimsAsync(request);
            var claims = page.Claims.ToList();
            while (page.NextPageToken.Length > 0)
            {
                request.PageToken = page.NextPageToken;
                page = await _operator.ListFaultyClaimsAsync(request);
                claims.AddRange(page.Claims);
            }

            return claims;
        }
    }

    private async Task DecideAllAsync(List<Perks.Admin.V1.FaultyClaim> kept)
    {
        var decide = new ResolveFaultyClaimRequest { RequestId = Terminal.NewId(), ClaimId = kept[0].ClaimId, Resolution = FaultyClaimResolution.Dismissed, Reason = "another gate" };
        var decided = await _operator.ResolveFaultyClaimAsync(decide);
        Assert.Equal((FaultyClaimResolution.Dismissed, "another gate", "development"), (decided.Claim.Resolution, decided.Claim.ResolutionReason, decided.Claim.Resolver));
        Assert.Equal(decided, await _operator.ResolveFaultyClaimAsync(decide));
        Assert.Equal("STATE_CONFLICT", await ReasonOf(async () => await _operator.ResolveFaultyClaimAsync(new(decide) { RequestId = Terminal.NewId() })));
        Assert.Equal("REQUEST_ID_REUSED", await ReasonOf(async () => await _operator.ResolveFaultyClaimAsync(new(decide) { Reason = "another reason" })));
        Assert.Equal("CLAIM_UNKNOWN", await ReasonOf(async () => await _operator.ResolveFaultyClaimAsync(new(decide) { RequestId = Terminal.NewId(), ClaimId = new string('0', 32) })));
        Assert.Equal("CLAIM_UNKNOWN", await ReasonOf(async () => await _operator.ResolveFaultyClaimAsync(new(decide) { RequestId = Terminal.NewId(), ClaimId = "nonsense" })));
        Assert.Equal("FIELD_INVALID", await ReasonOf(async () => await _operator.ResolveFaultyClaimAsync(new ResolveFaultyClaimRequest())));
        foreach (var claim in kept.Skip(1))
            await _operator.ResolveFaultyClaimAsync(new ResolveFaultyClaimRequest { RequestId = Terminal.NewId(), ClaimId = claim.ClaimId, Resolution = FaultyClaimResolution.Recorded, Reason = "by hand" });
    }

    [Fact]
    public async Task Faulty_claim_that_can_be_settled_when_it_is_uploaded_again_waits_for_nobody_any_more()
    {
        var back = new ReportOfflineClaimsRequest { Sequence = 301, RequestId = Terminal.NewId(), ClaimTime = (edge.Clock.Now + TimeSpan.FromMinutes(1)).ToTimestamp(), Comeback = new OfflineReturn { ItemRef = "umbrella-f9" } };
        var faulty = (await UploadAsync(back)).Results[0];
        Assert.Equal((ClaimOutcome.Faulty, ErrorReason.GrantUnknown), (faulty.Outcome, faulty.Fault.Reason));
        Assert.Contains((await _operator.ListFaultyClaimsAsync(new ListFaultyClaimsRequest())).Claims, claim => claim.ClaimId == faulty.ClaimId);
        await OutAsync("demo-erik", Umbrella, "umbrella-f9");
        edge.Clock.Now += TimeSpan.FromMinutes(2);

        Assert.Equal(ClaimOutcome.Settled, (await UploadAsync(back)).Results[0].Outcome);
        var since = (await _operator.ListFaultyClaimsAsync(new ListFaultyClaimsRequest { IncludeResolved = true })).Claims.Single(claim => claim.ClaimId == faulty.ClaimId);
        Assert.Equal(FaultyClaimResolution.SettledSince, since.Resolution);
        Assert.DoesNotContain((await _operator.ListFaultyClaimsAsync(new ListFaultyClaimsRequest())).Claims, claim => claim.ClaimId == faulty.ClaimId);
    }

    [Fact]
    public async Task Wheelchair_is_lent_offline_to_whoever_was_there_and_a_bike_without_token_is_for_a_person()
    {
        var desk = edge.At("cityhospital:east-wing:desk-1");
        var code = new MemberRef { Kind = MemberRefKind.AppCode, Value = edge.AppCodeOf("demo-dora") };
        var at = edge.Clock.Now + TimeSpan.FromSeconds(10);
        edge.Clock.Now += TimeSpan.FromHours(2);
        var lent = (await UploadAsync(desk, Lent(1, code, "hospital.wheelchair", at, "chair-o1"))).Results[0];
        Assert.Equal((ClaimOutcome.Settled, Custody.Active), (lent.Outcome, lent.Grant.Custody));
        var asked = (await _app.ListAccessesAsync(new ListAccessesRequest { MemberRef = CodeOf("demo-dora") })).Accesses[0];
        Assert.Equal(("cityhospital", "hospital.wheelchair", Outcome.Eligible), (asked.PartnerId, asked.PerkId, asked.Outcome));
        var stale = (await UploadAsync(desk, Lent(2, code, "hospital.wheelchair", at + TimeSpan.FromMinutes(5), "chair-o2"))).Results[0];
        Assert.Equal((ClaimOutcome.Faulty, ErrorReason.AppCodeExpired), (stale.Outcome, stale.Fault.Reason));
        var bike = (await UploadAsync(Lent(21, new MemberRef { Kind = MemberRefKind.AppCode, Value = edge.AppCodeOf("demo-dora") }, Bike, edge.Clock.Now, "bike-o7"))).Results[0];
        Assert.Equal(ClaimOutcome.LateConflict, bike.Outcome);
    }

    [Fact]
    public async Task Receipt_stops_the_clock_at_its_own_time_and_undoes_what_was_marked_since()
    {
        var grant = await OutAsync("demo-erik", Bike, "bike-r1");
        edge.Clock.Now += TimeSpan.FromHours(3);
        var at = edge.Clock.Now;
        var receipt = Sign("bike-r1", at);
        edge.Clock.Now += TimeSpan.FromDays(2);
        Assert.True((await _dock.Grants.GetGrantAsync(new Perks.Edge.V1.GetGrantRequest { GrantId = grant }, _dock.Options)).Grant.Overdue);
        var request = new SubmitReceiptRequest { RequestId = Terminal.NewId(), MemberRef = CodeOf("demo-erik"), ReceiptText = receipt };
        var back = await _app.SubmitReceiptAsync(request);
        Assert.Equal((Custody.Returned, RecordEffect.Kept), (back.Grant.Grant.Custody, back.Grant.Grant.RecordEffect));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()), back.Grant.Grant.EndTime.ToDateTimeOffset());
        Assert.Equal(back, await _app.SubmitReceiptAsync(request));
        var stranger = new SubmitReceiptRequest { RequestId = Terminal.NewId(), MemberRef = CodeOf("demo-alice"), ReceiptText = receipt };
        Assert.Equal("RECEIPT_UNMATCHED", await ReasonOf(async () => await _app.SubmitReceiptAsync(stranger)));
    }

    [Fact]
    public async Task Receipt_of_the_dock_alone_finds_what_was_declared_lost_in_between()
    {
        var grant = await OutAsync("demo-chen", "umbrella.deposit-free", "umbrella-r8");
        edge.Clock.Now += TimeSpan.FromHours(1);
        var receipt = Sign("umbrella-r8", edge.Clock.Now);
        edge.Clock.Now += TimeSpan.FromHours(1);
        var lost = new ReportLostRequest { RequestId = Terminal.NewId(), GrantId = grant, Reason = "the member called" };
        await new GrantService.GrantServiceClient(edge.Host.As("operator")).ReportLostAsync(lost);

        var back = (await _dock.Grants.ReturnGrantAsync(new ReturnGrantRequest { RequestId = Terminal.NewId(), ReceiptText = receipt }, _dock.Options)).Grant;

        Assert.Equal((grant, Custody.Returned, RecordEffect.Kept), (back.GrantId, back.Custody, back.RecordEffect));
    }

    [Fact]
    public async Task Receipt_that_is_not_believable_pauses_billing_and_a_forged_one_is_refused()
    {
        var grant = await OutAsync("demo-alice", "charger.deposit-free", "charger-r1");
        var future = new ReturnGrantRequest { RequestId = Terminal.NewId(), ReceiptText = Sign("charger-r1", edge.Clock.Now + TimeSpan.FromDays(30), sequence: 4_000_000_000) };
        var paused = (await _dock.Grants.ReturnGrantAsync(future, _dock.Options)).Grant;
        Assert.Equal((grant, Custody.InReview, "the receipt's time lies in the future"), (paused.GrantId, paused.Custody, paused.Pause.Reason));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var forged = new ReturnGrantRequest { RequestId = Terminal.NewId(), ReceiptText = Sign("charger-r1", edge.Clock.Now, other, 1) };
        Assert.Equal("RECEIPT_INVALID", await ReasonOf(async () => await _dock.Grants.ReturnGrantAsync(forged, _dock.Options)));
        var desk = edge.At("cityhospital:east-wing:desk-1");
        var elsewhere = new ReturnGrantRequest { RequestId = Terminal.NewId(), ReceiptText = Sign("charger-r1", edge.Clock.Now) };
        Assert.Equal("RECEIPT_UNMATCHED", await ReasonOf(async () => await desk.Grants.ReturnGrantAsync(elsewhere, desk.Options)));
    }

    [Fact]
    public async Task Receipt_from_an_earlier_hire_does_not_stop_the_one_that_goes_on()
    {
        var old = Sign("umbrella-r5", edge.Clock.Now - TimeSpan.FromDays(1));
        var grant = await OutAsync("demo-chen", "charger.deposit-free", "umbrella-r5");
        Assert.Equal("RECEIPT_UNMATCHED", await ReasonOf(async () =>
            await _dock.Grants.ReturnGrantAsync(new ReturnGrantRequest { RequestId = Terminal.NewId(), ReceiptText = old }, _dock.Options)));
        Assert.Equal(Custody.Active, (await _dock.Grants.GetGrantAsync(new Perks.Edge.V1.GetGrantRequest { GrantId = grant }, _dock.Options)).Grant.Custody);
    }

    private async Task<string> TokenAsync(string member, string perk)
    {
        var issued = await _dock.IssueAsync(Terminal.Ask(member, perk));
        Assert.True(issued.Token is not null, $"{issued.Decision}");
        return issued.Token.Text;
    }

    private async Task<string> OutAsync(string member, string perk, string item)
    {
        var begun = await _dock.BeginAsync(Terminal.Ask(member, perk, item));
        Assert.Equal(GrantOutcome.Granted, begun.Outcome);
        await _dock.ConfirmAsync(begun.Grant.GrantId);
        return begun.Grant.GrantId;
    }

    private string Sign(string item, DateTimeOffset at, uint? sequence = null)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(edge.Host.Home, "pki", "bike-dock.receipt.key")));
        return Sign(item, at, key, sequence ?? Interlocked.Increment(ref receipts));
    }

    private static string Sign(string item, DateTimeOffset at, ECDsa key, uint sequence)
    {
        var receipt = new DockReceipt(AudienceCode.Parse("BIKE-1"), item, 3, sequence, DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()));
        return EdgeService.Client.ReceiptSigning.Sign(receipt, key);
    }

    private static ReportOfflineClaimsRequest Accepted(long sequence, string token, DateTimeOffset at, string item) => new()
    {
        Sequence = sequence,
        RequestId = Terminal.NewId(),
        ClaimTime = at.ToTimestamp(),
        Token = new AcceptedToken { TokenText = token, ItemRefs = { item } },
        HandedOver = true,
    };

    private static ReportOfflineClaimsRequest Lent(long sequence, MemberRef member, string perk, DateTimeOffset at, string item) => new()
    {
        Sequence = sequence,
        RequestId = Terminal.NewId(),
        ClaimTime = at.ToTimestamp(),
        Lending = new Inquiry { MemberRef = member, PerkId = perk, ItemRefs = { item } },
        HandedOver = true,
    };

    private Task<ReportOfflineClaimsResponse> UploadAsync(params ReportOfflineClaimsRequest[] claims) => UploadAsync(_dock, claims);

    private static async Task<ReportOfflineClaimsResponse> UploadAsync(Terminal terminal, params ReportOfflineClaimsRequest[] claims)
    {
        using var call = terminal.Grants.ReportOfflineClaims(terminal.Options);
        foreach (var claim in claims)
            await call.RequestStream.WriteAsync(claim);
        await call.RequestStream.CompleteAsync();
        return await call;
    }

    private static async Task<string?> ReasonOf(Func<Task> call) => (await Assert.ThrowsAsync<RpcException>(call)).Trailers.GetValue("perks-error-reason");

    private MemberRef CodeOf(string memberId) => new() { Kind = MemberRefKind.AppCode, Value = edge.AppCodeOf(memberId) };
}
