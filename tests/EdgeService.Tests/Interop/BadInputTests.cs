using EdgeService.Faults;
using Grpc.Core;
using Perks.Edge.V1;
using MemberRefKind = Perks.Edge.V1.MemberRefKind;

namespace EdgeService.Tests.Interop;

[Collection(RunningServiceTests.Name)]
public sealed class BadInputTests(RunningService service)
{
    [Fact]
    public Task Unknown_perk_is_named() =>
        RefusedAsync("inquiry.perk_id", Check(inquiry => inquiry.PerkId = "moon.landing"));

    [Fact]
    public Task Negative_units_are_named() =>
        RefusedAsync("inquiry.unit_count", Check(inquiry => inquiry.UnitCount = -1));

    [Fact]
    public Task Member_ref_of_10_kilobytes_is_named() =>
        RefusedAsync("inquiry.member_ref.value", Check(inquiry => inquiry.MemberRef.Value = new string('a', 10 * 1024)));

    [Fact]
    public Task Missing_inquiry_is_named() =>
        RefusedAsync("inquiry", async channel => await Eligibility(channel).CheckEligibilityAsync(new CheckEligibilityRequest()));

    [Fact]
    public Task Missing_request_id_is_named_when_issuing() =>
        RefusedAsync("request_id", async channel => await Tokens(channel).IssueTokenAsync(new IssueTokenRequest { Inquiry = Inquiry() }));

    [Fact]
    public Task Missing_request_id_is_named_when_beginning() => RefusedAsync(
        "request_id",
        async channel => await new GrantService.GrantServiceClient(channel).BeginGrantAsync(new BeginGrantRequest { Inquiry = Inquiry() }));

    [Fact]
    public async Task Missing_everything_is_named_at_once()
    {
        var fault = await FaultAsync(async channel => await Tokens(channel).RedeemTokenAsync(new RedeemTokenRequest()));
        Assert.Equal(["request_id", "token_text"], Fields(fault).Order());
    }

    private static Func<ChannelBase, Task> Check(Action<Inquiry> spoil)
    {
        var inquiry = Inquiry();
        spoil(inquiry);
        return async channel => await Eligibility(channel).CheckEligibilityAsync(new CheckEligibilityRequest { Inquiry = inquiry });
    }

    private static Inquiry Inquiry() =>
        new() { PerkId = RunningService.Bike, MemberRef = new MemberRef { Kind = MemberRefKind.MemberId, Value = "GC0001" } };

    private async Task RefusedAsync(string field, Func<ChannelBase, Task> call)
    {
        var fault = await FaultAsync(call);
        Assert.Contains(field, Fields(fault));
    }

    private async Task<RpcException> FaultAsync(Func<ChannelBase, Task> call)
    {
        using var channel = service.Process.Channel();
        var fault = await Assert.ThrowsAsync<RpcException>(() => call(channel));
        Assert.Equal(StatusCode.InvalidArgument, fault.StatusCode);
        return fault;
    }

    private static string[] Fields(RpcException fault) =>
        [.. Fault.Parser.ParseFrom(fault.Trailers.GetValueBytes(FaultMapping.FieldsTrailer)).Fields.Select(field => field.Field)];

    private static EligibilityService.EligibilityServiceClient Eligibility(ChannelBase channel) => new(channel);

    private static TokenService.TokenServiceClient Tokens(ChannelBase channel) => new(channel);
}
