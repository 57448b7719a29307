using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

public sealed class CheckTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private readonly Terminal _dock = edge.At(Terminal.Dock);

    [Theory]
    [InlineData("demo-alice", Outcome.Eligible, RefusalCode.Unspecified)]
    [InlineData("demo-bo", Outcome.Ineligible, RefusalCode.NotAvailable)]
    [InlineData("demo-fay", Outcome.Ineligible, RefusalCode.NotAvailable)]
    [InlineData("demo-hana", Outcome.Ineligible, RefusalCode.NotAvailable)]
    [InlineData("nobody-we-know", Outcome.Ineligible, RefusalCode.NotAvailable)]
    public async Task Bike_is_decided_by_standing(string member, Outcome outcome, RefusalCode code)
    {
        var decision = await _dock.CheckAsync(Terminal.Ask(member, "bike.deposit-free"));
        Assert.Equal((outcome, code), (decision.Outcome, decision.RefusalCode));
        Assert.Equal(outcome == Outcome.Eligible, decision.Benefit is not null);
        Assert.Equal(outcome != Outcome.Eligible, decision.Remedy is not null);
        Assert.True(decision.Basis.SnapshotRevision > 0 && decision.Basis.CatalogRevision > 0);
    }

    [Fact]
    public async Task Causes_that_lie_with_the_member_look_alike()
    {
        var refusals = new List<Decision>();
        foreach (var member in new[] { "demo-bo", "demo-fay", "demo-hana", "nobody-we-know", "a-rather-long-name-that-nobody-in-the-programme-has" })
            refusals.Add(await _dock.CheckAsync(Terminal.Ask(member, "bike.deposit-free")));
        foreach (var refusal in refusals)
        {
            Assert.Equal(Terminal.SizeOf(refusals[0]), Terminal.SizeOf(refusal));
            refusal.DecisionId = refusals[0].DecisionId;
            refusal.Basis = refusals[0].Basis;
            Assert.Equal(refusals[0], refusal);
        }
    }

    [Fact]
    public async Task App_code_belongs_to_the_first_terminal_and_lives_for_a_minute()
    {
        var inquiry = new Inquiry { MemberRef = new() { Kind = MemberRefKind.AppCode, Value = edge.AppCodeOf("demo-alice") }, PerkId = "bike.deposit-free" };
        Assert.Equal(Outcome.Eligible, (await _dock.CheckAsync(inquiry)).Outcome);
        Assert.Equal(Outcome.Eligible, (await _dock.CheckAsync(inquiry)).Outcome);

        inquiry.PerkId = "library.card-free";
        var elsewhere = await Assert.ThrowsAsync<RpcException>(() => edge.At(Terminal.Kiosk).CheckAsync(inquiry));
        Assert.Equal((StatusCode.FailedPrecondition, "APP_CODE_USED_ELSEWHERE"), (elsewhere.StatusCode, elsewhere.Trailers.GetValue("perks-error-reason")));

        inquiry.PerkId = "bike.deposit-free";
        edge.Clock.Now += TimeSpan.FromSeconds(61);
        var late = await Assert.ThrowsAsync<RpcException>(() => _dock.CheckAsync(inquiry));
        Assert.Equal((StatusCode.FailedPrecondition, "APP_CODE_EXPIRED"), (late.StatusCode, late.Trailers.GetValue("perks-error-reason")));
    }

    [Fact]
    public async Task Perk_of_another_terminal_is_an_argument_fault()
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => _dock.CheckAsync(Terminal.Ask("demo-alice", "station.lounge")));
        Assert.Equal((StatusCode.InvalidArgument, "PERK_NOT_OFFERED"), (fault.StatusCode, fault.Trailers.GetValue("perks-error-reason")));
    }

    [Fact]
    public async Task All_faults_of_an_inquiry_are_named_at_once()
    {
        var inquiry = new Inquiry
        {
            MemberRef = new() { Kind = MemberRefKind.Unspecified, Value = new string('x', 10_000) },
            UnitCount = -1,
            Amount = new() { CurrencyCode = "yuan", MinorUnits = -5 },
            ItemRefs = { "A", "A", "" },
        };
        var fault = await Assert.ThrowsAsync<RpcException>(() => _dock.CheckAsync(inquiry));
        var named = Fault.Parser.ParseFrom(fault.Trailers.GetValueBytes("perks-error-fields-bin")).Fields.Select(field => field.Field).Order();
        Assert.Equal(StatusCode.InvalidArgument, fault.StatusCode);
        Assert.Equal(
            ["inquiry.amount.currency_code", "inquiry.amount.minor_units", "inquiry.item_refs", "inquiry.item_refs[2]", "inquiry.member_ref.kind", "inquiry.member_ref.value", "inquiry.perk_id", "inquiry.unit_count"],
            named);
    }

    [Fact]
    public async Task Of_thousands_of_faults_as_many_are_named_as_trailers_hold_and_the_others_counted()
    {
        var inquiry = Terminal.Ask("demo-alice", "bike.deposit-free");
        inquiry.Attributes.Add(Enumerable.Range(0, 3_000).ToDictionary(number => $"a{number}", _ => new AttributeValue()));
        var fault = await Assert.ThrowsAsync<RpcException>(() => edge.At(Terminal.Dock).CheckAsync(inquiry));
        var wire = Fault.Parser.ParseFrom(fault.Trailers.GetValueBytes("perks-error-fields-bin"));
        Assert.Equal((StatusCode.InvalidArgument, 33), (fault.StatusCode, wire.Fields.Count));
        Assert.Equal(("others", "2969 more that are wrong"), (wire.Fields[^1].Field, wire.Fields[^1].Message));
        Assert.InRange(wire.CalculateSize(), 1, 6_000);
    }

    [Fact]
    public async Task Floor_above_the_basis_is_not_answered()
    {
        var request = new CheckEligibilityRequest
        {
            Inquiry = Terminal.Ask("demo-alice", "bike.deposit-free"),
            AtLeastAsFresh = new AtLeastAsFresh { AsOfTime = Timestamp.FromDateTimeOffset(edge.Clock.Now.AddDays(1)) },
        };
        var fault = await Assert.ThrowsAsync<RpcException>(async () => await _dock.Eligibility.CheckEligibilityAsync(request, _dock.Options));
        Assert.Equal("BASIS_TOO_OLD", fault.Trailers.GetValue("perks-error-reason"));
    }

    [Fact]
    public async Task Batch_answers_each_item_on_one_basis()
    {
        var request = new BatchCheckEligibilityRequest { Inquiries = { Terminal.Ask("demo-alice", "bike.deposit-free"), Terminal.Ask("demo-alice", "no.such"), Terminal.Ask("demo-bo", "umbrella.deposit-free") } };
        var response = await _dock.Eligibility.BatchCheckEligibilityAsync(request, _dock.Options);
        Assert.Equal(Outcome.Eligible, response.Results[0].Decision.Outcome);
        Assert.Equal(ErrorReason.PerkNotOffered, response.Results[1].Fault.Reason);
        Assert.Equal("inquiries[1].perk_id", response.Results[1].Fault.Fields[0].Field);
        Assert.Equal(Outcome.Eligible, response.Results[2].Decision.Outcome);
        Assert.NotNull(response.Basis);
    }

    [Theory]
    [InlineData("citybike:central-park:dock-1", "bike.deposit-free")]
    [InlineData("citylib:main-library:kiosk-1", "library.cardless")]
    [InlineData("cityhospital:east-wing:desk-1", "hospital.credit-treatment")]
    [InlineData("railway:central-station:gate-1", "station.lounge")]
    public async Task Hundred_refusals_fit_into_one_answer(string terminal, string perk)
    {
        var request = new BatchCheckEligibilityRequest();
        request.Inquiries.Add(Enumerable.Range(0, 100).Select(_ => Terminal.Ask("demo-bo", perk)));
        var at = edge.At(terminal);
        var response = await at.Eligibility.BatchCheckEligibilityAsync(request, at.Options);
        Assert.All(response.Results, result => Assert.NotEqual(Outcome.Eligible, result.Decision.Outcome));
        Assert.InRange(response.CalculateSize(), 1, 64 * 1024 * 3 / 4);
    }

    [Fact]
    public async Task Batch_of_more_than_a_hundred_is_refused()
    {
        var request = new BatchCheckEligibilityRequest();
        request.Inquiries.Add(Enumerable.Range(0, 101).Select(_ => Terminal.Ask("demo-alice", "bike.deposit-free")));
        var fault = await Assert.ThrowsAsync<RpcException>(async () => await _dock.Eligibility.BatchCheckEligibilityAsync(request, _dock.Options));
        Assert.Equal(StatusCode.InvalidArgument, fault.StatusCode);
    }

    [Fact]
    public async Task Stream_answers_faulty_messages_and_goes_on()
    {
        using var call = _dock.Eligibility.StreamEligibility(_dock.Options);
        await call.RequestStream.WriteAsync(new() { CorrelationId = "1", Inquiry = Terminal.Ask("demo-alice", "bike.deposit-free") });
        await call.RequestStream.WriteAsync(new() { CorrelationId = "2" });
        await call.RequestStream.WriteAsync(new() { CorrelationId = "3", Inquiry = Terminal.Ask("demo-bo", "bike.deposit-free") });
        await call.RequestStream.CompleteAsync();
        var answers = new Dictionary<string, CheckResult>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
            answers.Add(answer.CorrelationId, answer.Result);
        Assert.Equal(Outcome.Eligible, answers["1"].Decision.Outcome);
        Assert.Equal(ErrorReason.FieldInvalid, answers["2"].Fault.Reason);
        Assert.Equal(Outcome.Ineligible, answers["3"].Decision.Outcome);
    }

    [Fact]
    public async Task Terminal_is_told_what_it_offers()
    {
        var offered = await _dock.Eligibility.ListPerksAsync(new ListPerksRequest(), _dock.Options);
        Assert.Equal(["bike.deposit-free", "charger.deposit-free", "umbrella.deposit-free"], offered.Perks.Select(perk => perk.PerkId).Order());
        Assert.Equal(650, offered.Perks.Single(perk => perk.PerkId == "bike.deposit-free").ScoreThreshold);
    }
}
