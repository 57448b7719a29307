using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Perks.Member.V1;
using Money = Perks.Edge.V1.Money;

namespace EdgeService.Tests.Flow;

/// <summary>Grants to their end: charged and paid, extended, lost, kept, contested; and what their partner, their member and an operator see of it.</summary>
public sealed class GrantLifeTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private readonly Terminal _dock = edge.At(Terminal.Dock);
    private readonly Terminal _desk = edge.At("cityhospital:east-wing:desk-1");
    private readonly LedgerService.LedgerServiceClient _operator = new(edge.Host.As("operator"));
    private readonly GrantService.GrantServiceClient _operatorsGrants = new(edge.Host.As("operator"));
    private readonly MembershipService.MembershipServiceClient _app = new(edge.Host.As("member-app"));

    [Fact]
    public async Task Hospital_visit_is_charged_and_paid_in_three_parts_and_closed()
    {
        var visit = (await _desk.BeginAsync(Terminal.Ask("demo-alice", "hospital.credit-treatment"))).Grant;
        Assert.Equal((GrantKind.Visit, Custody.Active), (visit.Kind, visit.Custody));
        foreach (var (part, amount) in new[] { ("registration", 2000L), ("scan", 45000L), ("medicine", 13050L) })
        {
            var charged = await ChargeAsync(_desk, visit.GrantId, amount, part);
            Assert.Equal((MoneyState.Due, amount), (charged.Money.State, charged.Money.Due.MinorUnits));
            var paid = await PayAsync(_desk, visit.GrantId, amount, "till-" + part);
            Assert.Equal((MoneyState.Paid, 0L), (paid.Money.State, paid.Money.Due.MinorUnits));
        }

        var closed = (await _desk.Grants.CloseGrantAsync(new CloseGrantRequest { RequestId = Terminal.NewId(), GrantId = visit.GrantId, Reason = "discharged" }, _desk.Options)).Grant;
        Assert.Equal((Custody.Returned, RecordEffect.Kept, 60050L), (closed.Custody, closed.RecordEffect, closed.Money.Paid.MinorUnits));
        Assert.Equal(["GRANTED", "CHARGED", "PAID", "CHARGED", "PAID", "CHARGED", "PAID", "CLOSED"], closed.Transitions.Select(step => step.Kind));

        var seen = await _operator.GetGrantAsync(new Perks.Admin.V1.GetGrantRequest { GrantId = visit.GrantId });
        Assert.Equal(("cityhospital", 8), (seen.Grant.PartnerId, seen.Entries.Count));
        Assert.Equal(closed.Transitions.Select(step => step.Kind), seen.Entries.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Money_that_makes_no_sense_is_refused_and_changes_nothing()
    {
        var visit = (await _desk.BeginAsync(Terminal.Ask("demo-erik", "hospital.credit-treatment"))).Grant;
        await ChargeAsync(_desk, visit.GrantId, 5000, "registration");
        Assert.Equal("STATE_CONFLICT", await ReasonOf(() => PayAsync(_desk, visit.GrantId, 6000, "till-1")));
        Assert.Equal("REFERENCE_REUSED", await ReasonOf(() => ChargeAsync(_desk, visit.GrantId, 4000, "registration")));
        Assert.Equal("FIELD_INVALID", await ReasonOf(() => ChargeAsync(_desk, visit.GrantId, 0, "nothing")));
        Assert.Equal("FIELD_INVALID", await ReasonOf(() => ChargeAsync(_desk, visit.GrantId, 100, "dollars", "USD")));
        var failed = await _desk.Grants.RecordPaymentAsync(
            new RecordPaymentRequest { RequestId = Terminal.NewId(), GrantId = visit.GrantId, Amount = Yuan(5000), PaymentRef = "till-2", Failed = true }, _desk.Options);
        Assert.Equal((MoneyState.Failed, 5000L), (failed.Grant.Money.State, failed.Grant.Money.Due.MinorUnits));
        Assert.Equal("GRANT_UNKNOWN", await ReasonOf(() => ChargeAsync(_dock, visit.GrantId, 100, "not-ours")));
    }

    [Fact]
    public async Task Repeated_charge_gets_its_first_answer_and_charges_once()
    {
        var visit = (await _desk.BeginAsync(Terminal.Ask("demo-chen", "hospital.credit-treatment"))).Grant;
        var request = new AddChargeRequest { RequestId = Terminal.NewId(), GrantId = visit.GrantId, Amount = Yuan(100), ChargeRef = "one" };
        var first = await _desk.Grants.AddChargeAsync(request, _desk.Options);
        await PayAsync(_desk, visit.GrantId, 100, "till");
        Assert.Equal(first, await _desk.Grants.AddChargeAsync(request, _desk.Options));
        request.RequestId = Terminal.NewId();
        Assert.Equal(100, (await _desk.Grants.AddChargeAsync(request, _desk.Options)).Grant.Money.Charged.MinorUnits);
    }

    [Fact]
    public async Task Lost_umbrella_costs_the_deposit_at_most_and_nothing_when_it_turns_up()
    {
        var umbrella = await OutAsync("demo-chen", "umbrella.deposit-free", "umbrella-77");
        var request = new ReportLostRequest { RequestId = Terminal.NewId(), GrantId = umbrella, Claim = Yuan(9900), Reason = "the member called" };
        Assert.Equal("STATE_CONFLICT", await ReasonOf(async () => await _dock.Grants.ReportLostAsync(request, _dock.Options)));
        request.RequestId = Terminal.NewId();
        var lost = (await _operatorsGrants.ReportLostAsync(request)).Grant;
        Assert.Equal((Custody.Lost, 3000L, RecordEffect.AtRisk), (lost.Custody, lost.Money.Due.MinorUnits, lost.RecordEffect));
        var back = (await _dock.Grants.ReturnGrantAsync(new ReturnGrantRequest { RequestId = Terminal.NewId(), GrantId = umbrella }, _dock.Options)).Grant;
        Assert.Equal((Custody.Returned, 0L), (back.Custody, back.Money.Due.MinorUnits));
    }

    [Fact]
    public async Task Lost_umbrella_is_found_by_its_number_and_comes_back_by_it()
    {
        var umbrella = await OutAsync("demo-chen", "umbrella.deposit-free", "umbrella-78");
        await _operatorsGrants.ReportLostAsync(new ReportLostRequest { RequestId = Terminal.NewId(), GrantId = umbrella, Claim = Yuan(3000), Reason = "the member called" });
        var seen = (await _dock.Grants.GetGrantAsync(new Perks.Edge.V1.GetGrantRequest { ItemRef = "umbrella-78" }, _dock.Options)).Grant;
        Assert.Equal((umbrella, Custody.Lost), (seen.GrantId, seen.Custody));

        var back = await _dock.ReturnAsync("umbrella-78");

        Assert.Equal((umbrella, Custody.Returned, 0L), (back.GrantId, back.Custody, back.Money.Due.MinorUnits));
        var gone = new Perks.Edge.V1.GetGrantRequest { ItemRef = "umbrella-78" };
        Assert.Equal("GRANT_UNKNOWN", await ReasonOf(async () => await _dock.Grants.GetGrantAsync(gone, _dock.Options)));
    }

    [Fact]
    public async Task Refused_member_pays_the_deposit_instead_and_the_grant_says_so()
    {
        var request = new BeginGrantRequest
        {
            RequestId = Terminal.NewId(),
            Inquiry = Terminal.Ask("demo-bo", "bike.deposit-free", "bike-paid"),
            DepositPaid = new DepositPaid { Amount = Yuan(19900), PaymentRef = "till-9" },
        };
        var begun = await _dock.Grants.BeginGrantAsync(request, _dock.Options);
        Assert.Equal((GrantOutcome.Granted, true, "till-9"), (begun.Outcome, begun.Grant.Deposit.Paid, begun.Grant.Deposit.PaymentRef));
        await _dock.ConfirmAsync(begun.Grant.GrantId);
        var back = await _dock.ReturnAsync("bike-paid");
        Assert.Equal((MoneyState.RefundDue, -19900L), (back.Money.State, back.Money.Due.MinorUnits));
        var refund = new RecordRefundRequest { RequestId = Terminal.NewId(), GrantId = back.GrantId, Amount = Yuan(19900), RefundRef = "till-10" };
        Assert.Equal(0, (await _dock.Grants.RecordRefundAsync(refund, _dock.Options)).Grant.Money.Due.MinorUnits);
    }

    [Fact]
    public async Task Issued_token_of_a_trial_counts_until_it_is_redeemed_revoked_or_past()
    {
        var shop = edge.At("retailer:flagship:counter-1");
        var id = Terminal.NewId();
        var first = await shop.IssueAsync(Terminal.Ask("demo-erik", "trial.phone"), "", id);
        Assert.Equal(Outcome.Eligible, first.Decision.Outcome);
        Assert.Equal(first, await shop.IssueAsync(Terminal.Ask("demo-erik", "trial.phone"), "", id));
        Assert.Equal(RefusalCode.LimitHere, (await shop.IssueAsync(Terminal.Ask("demo-erik", "trial.phone"))).Decision.RefusalCode);
        var redeemed = await shop.RedeemAsync(first.Token.Text);
        Assert.Equal((RedeemOutcome.Redeemed, GrantKind.Trial), (redeemed.Outcome, redeemed.Grant.Kind));
        Assert.Equal(Outcome.Eligible, (await shop.IssueAsync(Terminal.Ask("demo-erik", "trial.car"))).Decision.Outcome);
        edge.Clock.Now += TimeSpan.FromMinutes(10);
        Assert.Equal(Outcome.Eligible, (await shop.IssueAsync(Terminal.Ask("demo-erik", "trial.car"))).Decision.Outcome);
    }

    [Fact]
    public async Task Book_is_extended_forward_only()
    {
        var kiosk = edge.At(Terminal.Kiosk);
        var book = (await kiosk.BeginAsync(Terminal.Ask("demo-alice", "library.cardless", "book-1"))).Grant;
        var due = book.DueTime.ToDateTimeOffset();
        var earlier = new ExtendGrantRequest { RequestId = Terminal.NewId(), GrantId = book.GrantId, DueTime = (due - TimeSpan.FromDays(1)).ToTimestamp() };
        Assert.Equal("FIELD_INVALID", await ReasonOf(async () => await kiosk.Grants.ExtendGrantAsync(earlier, kiosk.Options)));
        var later = new ExtendGrantRequest { RequestId = Terminal.NewId(), GrantId = book.GrantId, DueTime = (due + TimeSpan.FromDays(1)).ToTimestamp() };
        Assert.Equal(due + TimeSpan.FromDays(1), (await kiosk.Grants.ExtendGrantAsync(later, kiosk.Options)).Grant.DueTime.ToDateTimeOffset());
        await kiosk.ReturnAsync("book-1");
    }

    [Fact]
    public async Task Member_sees_their_own_grants_contests_one_and_an_operator_decides()
    {
        var bike = await OutAsync("demo-dora", "bike.deposit-free", "bike-dora");
        var own = await _app.ListGrantsAsync(new Perks.Member.V1.ListGrantsRequest { MemberRef = CodeOf("demo-dora"), OpenOnly = true });
        var listed = own.Grants.Single(grant => grant.Grant.GrantId == bike);
        Assert.Equal(("citybike", "Bike without deposit"), (listed.PartnerId, listed.Titles["en"]));
        var foreign = new DisputeGrantRequest { RequestId = Terminal.NewId(), MemberRef = CodeOf("demo-alice"), GrantId = bike, Reason = "not mine" };
        Assert.Equal("GRANT_UNKNOWN", await ReasonOf(async () => await _app.DisputeGrantAsync(foreign)));

        var dispute = new DisputeGrantRequest { RequestId = Terminal.NewId(), MemberRef = CodeOf("demo-dora"), GrantId = bike, Reason = "I brought it back" };
        var contested = (await _app.DisputeGrantAsync(dispute)).Grant.Grant;
        Assert.Equal((Custody.InReview, RecordEffect.Suspended, "it is contested"), (contested.Custody, contested.RecordEffect, contested.Pause.Reason));
        var found = new DecideReviewRequest { RequestId = Terminal.NewId(), GrantId = bike, ReturnTime = (edge.Clock.Now - TimeSpan.FromMilliseconds(5)).ToTimestamp(), Reason = "found in the dock" };
        var decided = (await _operator.DecideReviewAsync(found)).Grant.Grant;
        Assert.Equal((Custody.Returned, null), (decided.Custody, decided.Pause));
    }

    [Fact]
    public async Task Operator_pages_through_grants_and_an_export_goes_on_where_it_was_broken_off()
    {
        for (var number = 0; number < 5; number++)
            await OutAsync("demo-erik", number % 2 == 0 ? "charger.deposit-free" : "umbrella.deposit-free", $"thing-{number}", back: true);
        var listed = new List<string>();
        var request = new Perks.Admin.V1.ListGrantsRequest { PageSize = 2, MemberOfGrantId = await OutAsync("demo-erik", "charger.deposit-free", "thing-last", back: true) };
        do
        {
            var page = await _operator.ListGrantsAsync(request);
            Assert.InRange(page.Grants.Count, 1, 2);
            listed.AddRange(page.Grants.Select(grant => grant.Grant.GrantId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.InRange(listed.Count, 6, 20);
        Assert.Equal(listed.Count, listed.Distinct().Count());

        var all = await ExportAsync("");
        var rest = await ExportAsync(all[^4].Cursor);
        Assert.Equal(all[^3..].Select(entry => entry.Cursor), rest.Select(entry => entry.Cursor));
        Assert.Equal("CURSOR_INVALID", await ReasonOf(() => ExportAsync("nonsense")));
        request.PageToken = "1.nonsense";
        Assert.Equal("CURSOR_INVALID", await ReasonOf(async () => await _operator.ListGrantsAsync(request)));
    }

    [Fact]
    public async Task Ledger_is_for_operators_alone()
    {
        foreach (var role in new[] { "bike-dock", "member-app" })
        {
            var client = new LedgerService.LedgerServiceClient(edge.Host.As(role));
            Assert.Equal("METHOD_NOT_ALLOWED", await ReasonOf(async () => await client.GetLedgerStatusAsync(new GetLedgerStatusRequest())));
        }

        var status = await _operator.GetLedgerStatusAsync(new GetLedgerStatusRequest());
        Assert.Equal(("sqlite", true, ""), (status.Store, status.Usable, status.Fault));
    }

    private static Money Yuan(long minorUnits, string currency = "CNY") => new() { CurrencyCode = currency, MinorUnits = minorUnits };

    private static async Task<string?> ReasonOf(Func<Task> call) => (await Assert.ThrowsAsync<RpcException>(call)).Trailers.GetValue("perks-error-reason");

    private static async Task<Grant> ChargeAsync(Terminal terminal, string grantId, long amount, string reference, string currency = "CNY") => (await terminal.Grants.AddChargeAsync(
        new AddChargeRequest { RequestId = Terminal.NewId(), GrantId = grantId, Amount = Yuan(amount, currency), ChargeRef = reference, Reason = reference }, terminal.Options)).Grant;

    private static async Task<Grant> PayAsync(Terminal terminal, string grantId, long amount, string reference) => (await terminal.Grants.RecordPaymentAsync(
        new RecordPaymentRequest { RequestId = Terminal.NewId(), GrantId = grantId, Amount = Yuan(amount), PaymentRef = reference }, terminal.Options)).Grant;

    private async Task<string> OutAsync(string member, string perk, string item, bool back = false)
    {
        var begun = await _dock.BeginAsync(Terminal.Ask(member, perk, item));
        Assert.Equal(GrantOutcome.Granted, begun.Outcome);
        await _dock.ConfirmAsync(begun.Grant.GrantId);
        if (back)
            await _dock.ReturnAsync(item);
        edge.Clock.Now += TimeSpan.FromSeconds(1);
        return begun.Grant.GrantId;
    }

    private async Task<List<LedgerEntry>> ExportAsync(string cursor)
    {
        var entries = new List<LedgerEntry>();
        using var call = _operator.ExportEntries(new ExportEntriesRequest { ResumeCursor = cursor });
        await foreach (var batch in call.ResponseStream.ReadAllAsync())
            entries.AddRange(batch.Entries);
        return entries;
    }

    private MemberRef CodeOf(string memberId) => new() { Kind = MemberRefKind.AppCode, Value = edge.AppCodeOf(memberId) };
}
