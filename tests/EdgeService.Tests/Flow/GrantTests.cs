using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

public sealed class GrantTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private readonly Terminal _dock = edge.At(Terminal.Dock);

    [Fact]
    public async Task Bike_goes_out_a_second_is_refused_and_the_first_comes_back_by_its_number()
    {
        var begun = await _dock.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-1"));
        Assert.Equal((GrantOutcome.Granted, Custody.Opening), (begun.Outcome, begun.Grant.Custody));
        Assert.Equal(Custody.Active, (await _dock.ConfirmAsync(begun.Grant.GrantId)).Custody);

        var second = await _dock.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-2"));
        Assert.Equal((GrantOutcome.Refused, RefusalCode.LimitHere), (second.Outcome, second.Decision.RefusalCode));

        Assert.Equal(Custody.Returned, (await _dock.ReturnAsync("bike-1")).Custody);
        Assert.Equal(Outcome.Eligible, (await _dock.CheckAsync(Terminal.Ask("demo-alice", "bike.deposit-free"))).Outcome);
    }

    [Fact]
    public async Task Item_that_is_out_is_not_lent_again()
    {
        await _dock.BeginAsync(Terminal.Ask("demo-chen", "umbrella.deposit-free", "umbrella-9"));
        var taken = await _dock.BeginAsync(Terminal.Ask("demo-dora", "umbrella.deposit-free", "umbrella-9"));
        Assert.Equal(GrantOutcome.ItemTaken, taken.Outcome);
    }

    [Fact]
    public async Task Unconfirmed_handover_lapses_and_costs_nothing()
    {
        var begun = await _dock.BeginAsync(Terminal.Ask("demo-dora", "bike.deposit-free", "bike-5"));
        Assert.Equal(RefusalCode.LimitHere, (await _dock.CheckAsync(Terminal.Ask("demo-dora", "bike.deposit-free"))).RefusalCode);
        edge.Clock.Now += TimeSpan.FromSeconds(121);
        Assert.Equal(Outcome.Eligible, (await _dock.CheckAsync(Terminal.Ask("demo-dora", "bike.deposit-free"))).Outcome);
        var lapsed = await _dock.Grants.GetGrantAsync(new GetGrantRequest { GrantId = begun.Grant.GrantId }, _dock.Options);
        Assert.Equal(Custody.Lapsed, lapsed.Grant.Custody);
    }

    [Fact]
    public async Task Jammed_lock_is_called_off()
    {
        var begun = await _dock.BeginAsync(Terminal.Ask("demo-erik", "bike.deposit-free", "bike-6"));
        var cancelled = await _dock.Grants.CancelGrantAsync(new CancelGrantRequest { RequestId = Terminal.NewId(), GrantId = begun.Grant.GrantId, Reason = "lock jammed" }, _dock.Options);
        Assert.Equal(Custody.Cancelled, cancelled.Grant.Custody);
        Assert.Equal("lock jammed", cancelled.Grant.Transitions[^1].Reason);
        var again = await Assert.ThrowsAsync<RpcException>(() => _dock.ConfirmAsync(begun.Grant.GrantId));
        Assert.Equal((StatusCode.FailedPrecondition, "STATE_CONFLICT"), (again.StatusCode, again.Trailers.GetValue("perks-error-reason")));
        Assert.Contains("CANCELLED", again.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_partners_grant_is_as_if_it_were_not()
    {
        var begun = await _dock.BeginAsync(Terminal.Ask("demo-erik", "umbrella.deposit-free", "umbrella-20"));
        var kiosk = edge.At(Terminal.Kiosk);
        foreach (var id in new[] { begun.Grant.GrantId, "G" + new string('A', 26), "nonsense" })
        {
            var unknown = await Assert.ThrowsAsync<RpcException>(async () => await kiosk.Grants.GetGrantAsync(new GetGrantRequest { GrantId = id }, kiosk.Options));
            Assert.Equal((StatusCode.NotFound, "GRANT_UNKNOWN"), (unknown.StatusCode, unknown.Trailers.GetValue("perks-error-reason")));
        }
    }

    [Fact]
    public async Task Late_repetition_finds_its_first_answer_though_the_code_has_expired()
    {
        var inquiry = new Inquiry { MemberRef = new() { Kind = MemberRefKind.AppCode, Value = edge.AppCodeOf("demo-erik") }, PerkId = "charger.deposit-free", ItemRefs = { "charger-3" } };
        var id = Terminal.NewId();
        var first = await _dock.BeginAsync(inquiry, id);
        Assert.Equal(GrantOutcome.Granted, first.Outcome);
        edge.Clock.Now += TimeSpan.FromMinutes(10);
        Assert.Equal(first, await _dock.BeginAsync(inquiry, id));
        var fresh = await Assert.ThrowsAsync<RpcException>(() => _dock.BeginAsync(inquiry));
        Assert.Equal("APP_CODE_EXPIRED", fresh.Trailers.GetValue("perks-error-reason"));
    }

    [Fact]
    public async Task Two_bikes_on_one_deposit_are_refused_as_an_argument()
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => _dock.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-31", "bike-32")));
        Assert.Equal((StatusCode.InvalidArgument, "inquiry.item_refs"), (fault.StatusCode, Fault.Parser.ParseFrom(fault.Trailers.GetValueBytes("perks-error-fields-bin")).Fields[0].Field));
    }

    [Fact]
    public async Task Record_of_one_member_does_not_grow_without_bound()
    {
        var desk = edge.At("cityhospital:east-wing:desk-1");
        for (var visit = 0; visit < 64; visit++)
            Assert.Equal(GrantOutcome.Granted, (await desk.BeginAsync(Terminal.Ask("demo-erik", "hospital.credit-treatment"))).Outcome);
        var full = await Assert.ThrowsAsync<RpcException>(() => desk.BeginAsync(Terminal.Ask("demo-erik", "hospital.credit-treatment")));
        Assert.Equal((StatusCode.FailedPrecondition, "STATE_CONFLICT"), (full.StatusCode, full.Trailers.GetValue("perks-error-reason")));
    }

    [Fact]
    public async Task Long_attribute_name_is_named_without_being_echoed()
    {
        var inquiry = Terminal.Ask("demo-alice", "bike.deposit-free");
        inquiry.Attributes.Add(new string('n', 5000), new AttributeValue { Flag = true });
        var fault = await Assert.ThrowsAsync<RpcException>(() => _dock.CheckAsync(inquiry));
        Assert.Equal(StatusCode.InvalidArgument, fault.StatusCode);
        Assert.InRange(fault.Status.Detail.Length, 1, 200);
    }

    [Fact]
    public async Task Repeated_return_gets_its_first_answer()
    {
        var begun = await _dock.BeginAsync(Terminal.Ask("demo-chen", "charger.deposit-free", "charger-8"));
        await _dock.ConfirmAsync(begun.Grant.GrantId);
        var id = Terminal.NewId();
        var back = await _dock.ReturnAsync("charger-8", id);
        Assert.Equal(back, await _dock.ReturnAsync("charger-8", id));
        var unknown = await Assert.ThrowsAsync<RpcException>(() => _dock.ReturnAsync("charger-8"));
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
    }
}
