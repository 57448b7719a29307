using EdgeService.Client;
using EdgeService.Faults;
using Grpc.Core;
using Perks.Edge.V1;
using ClientFault = EdgeService.Client.EdgeFault;

namespace EdgeService.Tests.Client;

public class EdgeFaultTests
{
    public static TheoryData<ErrorReason> Reasons => [.. Enum.GetValues<ErrorReason>().Where(reason => reason != ErrorReason.Unspecified)];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Fault_of_the_service_is_read_back_with_advice(ErrorReason reason)
    {
        var sent = new Faults.EdgeFault((FaultReason)reason, "Something is wrong.") { RetryAfter = TimeSpan.FromMilliseconds(250) };

        var read = ClientFault.Read(new Faults.EdgeFaultException(sent));

        Assert.Equal(reason, read.Reason);
        Assert.Equal("Something is wrong.", read.Message);
        Assert.Equal(TimeSpan.FromMilliseconds(250), read.RetryDelay);
        Assert.NotEmpty(read.Advice);
    }

    [Fact]
    public void Every_wrong_field_is_read_back()
    {
        var sent = Faults.EdgeFault.Invalid(
            new Faults.FieldFault("inquiry.perk_id", "Required."), new Faults.FieldFault("inquiry.unit_count", "1 to 100."));

        var read = ClientFault.Read(new Faults.EdgeFaultException(sent));

        Assert.Equal(["inquiry.perk_id", "inquiry.unit_count"], read.Fields.Select(field => field.Field));
    }

    [Fact]
    public void Trailers_that_make_no_sense_are_passed_over()
    {
        var trailers = new Metadata
        {
            { "perks-error-reason", "NEVER_HEARD_OF" },
            { "perks-error-fields-bin", [0xFF, 0xFF] },
            { "perks-retry-delay-ms", "soon" },
        };

        var read = ClientFault.Read(new RpcException(new Status(StatusCode.Internal, "broken"), trailers));

        Assert.Equal(ErrorReason.Unspecified, read.Reason);
        Assert.Empty(read.Fields);
        Assert.Null(read.RetryDelay);
    }

    [Fact]
    public async Task Fault_reaches_the_caller_over_the_wire()
    {
        await using var edge = await FakeEdge.StartAsync();
        edge.Eligibility.OnCheck = (_, _) => throw new Faults.EdgeFaultException(Faults.EdgeFault.Invalid("inquiry.perk_id", "Required."));
        using var channel = edge.Open();

        var failure = await Assert.ThrowsAsync<EdgeService.Client.EdgeFaultException>(() => new TerminalClient(channel).CheckAsync(new Inquiry()));

        Assert.Equal(ErrorReason.FieldInvalid, failure.Fault.Reason);
        Assert.Equal("inquiry.perk_id", Assert.Single(failure.Fault.Fields).Field);
    }
}
