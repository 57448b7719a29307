using EdgeService.Faults;
using Grpc.Core;
using Wire = Perks.Edge.V1;

namespace EdgeService.Tests.Doors;

public sealed class FaultsOnTheWireTests
{
    [Fact]
    public async Task Every_fault_reads_alike_from_every_call_shape()
    {
        await using var host = await TrialWork.HostAsync((request, _) => throw new EdgeFaultException(FaultOf(Enum.Parse<FaultReason>(request.Value))));
        var invoker = host.As("bike-dock").CreateCallInvoker();
        foreach (var reason in Enum.GetValues<FaultReason>())
        {
            foreach (var shape in TrialWork.Shapes)
                AssertFault(reason, await Assert.ThrowsAsync<RpcException>(() => TrialWork.CallAsync(invoker, shape, reason.ToString())));
        }
    }

    [Fact]
    public async Task Unexpected_exception_becomes_INTERNAL_without_its_text_in_every_call_shape()
    {
        await using var host = await TrialWork.HostAsync((_, _) => throw new InvalidOperationException("SQLite Error 11: malformed"));
        var invoker = host.As("bike-dock").CreateCallInvoker();
        foreach (var shape in TrialWork.Shapes)
        {
            var fault = await Assert.ThrowsAsync<RpcException>(() => TrialWork.CallAsync(invoker, shape));
            Assert.Equal(StatusCode.Internal, fault.StatusCode);
            Assert.Equal("INTERNAL", fault.Trailers.GetValue("perks-error-reason"));
            Assert.DoesNotContain("SQLite", fault.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Reason_has_the_name_number_and_status_of_the_contract()
    {
        var documented = Wire.ErrorReasonReflection.Descriptor.EnumTypes.Single(type => type.Name == "ErrorReason").Values.Where(value => value.Number != 0);
        var ours = Enum.GetValues<FaultReason>().Select(reason => ((int)reason, "ERROR_REASON_" + FaultMapping.NameOf(reason)));
        Assert.Equal(documented.Select(value => (value.Number, value.Name)), ours);
    }

    private static EdgeFault FaultOf(FaultReason reason) => reason switch
    {
        FaultReason.FieldInvalid => EdgeFault.Invalid(new FieldFault("inquiry.perk_id", "must be å perk."), new FieldFault("unit_count", "must be 1 to 100.")),
        FaultReason.Overloaded => new EdgeFault(reason, "Wait.") { RetryAfter = TimeSpan.FromMilliseconds(40) },
        _ => new EdgeFault(reason, $"Fault 100 % of {reason}."),
    };

    private static void AssertFault(FaultReason reason, RpcException caught)
    {
        var expected = FaultOf(reason);
        Assert.Equal(FaultMapping.CodeOf(reason), caught.StatusCode);
        Assert.Equal(expected.Message, caught.Status.Detail);
        Assert.Equal(FaultMapping.NameOf(reason), caught.Trailers.GetValue("perks-error-reason"));
        Assert.Equal(FaultMapping.ToWire(expected), Wire.Fault.Parser.ParseFrom(caught.Trailers.GetValueBytes("perks-error-fields-bin")));
        Assert.Equal(expected.RetryAfter is null ? null : "40", caught.Trailers.GetValue("perks-retry-delay-ms"));
    }
}
