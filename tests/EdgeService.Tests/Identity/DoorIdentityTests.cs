using System.Security.Cryptography.X509Certificates;
using EdgeService.Identity;
using EdgeService.Tests.Doors;
using EdgeService.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EdgeService.Tests.Identity;

public sealed class DoorIdentityTests : IAsyncLifetime
{
    private const string Dock = "urn:perks:terminal:citybike:central-park:dock-1";
    private EdgeHost _host = null!;

    private X509Certificate2 Authority => _host.Authority("terminals-ca");

    public async Task InitializeAsync() =>
        _host = await TrialWork.HostAsync((_, call) => Task.FromResult(new StringValue { Value = CallerIdentity.Of(call).Urn }));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Certificate_of_a_terminal_names_the_caller_in_every_call_shape()
    {
        foreach (var shape in TrialWork.Shapes)
            Assert.Equal(Dock, await TrialWork.CallAsync(_host.As("bike-dock").CreateCallInvoker(), shape));
    }

    [Theory]
    [InlineData("member-app")]
    [InlineData("operator")]
    public async Task Certificate_of_another_role_may_not_call_a_terminals_method(string name)
    {
        var fault = await FaultAsync(_host.As(name).CreateCallInvoker());
        Assert.Equal((StatusCode.PermissionDenied, "METHOD_NOT_ALLOWED"), fault);
    }

    [Fact]
    public async Task Connection_without_a_certificate_is_refused()
    {
        using var channel = ClientChannel.Tls(_host.Doors.Tls, Path.Combine(_host.Home, "pki", "ca.pem"), null);
        AssertNoReply(await FaultAsync(channel.CreateCallInvoker()));
    }

    [Fact]
    public async Task Certificate_of_another_authority_is_refused()
    {
        using var stranger = TrialCertificates.Authority(Authority.Subject);
        AssertNoReply(await FaultAsync(TrialCertificates.Signed(stranger, [Dock])));
    }

    [Theory]
    [InlineData(TrialCertificates.ForClients, -3, -1)]
    [InlineData(TrialCertificates.ForClients, 1, 3)]
    [InlineData(TrialCertificates.ForServers, -1, 1)]
    public async Task Certificate_out_of_its_time_or_purpose_is_refused(string purpose, int fromDays, int untilDays) =>
        AssertNoReply(await FaultAsync(TrialCertificates.Signed(Authority, [Dock], purpose, fromDays, untilDays)));

    [Theory]
    [InlineData("https://example.org/terminal")]
    [InlineData(Dock, "urn:perks:operator:both")]
    public async Task Certificate_that_names_nobody_or_two_is_an_unknown_identity(params string[] uris) =>
        Assert.Equal((StatusCode.PermissionDenied, "IDENTITY_UNKNOWN"), await FaultAsync(TrialCertificates.Signed(Authority, uris)));

    [Fact]
    public async Task Header_names_the_terminal_at_the_plaintext_door()
    {
        var invoker = _host.Plaintext().CreateCallInvoker();
        foreach (var terminal in new[] { "citybike:central-park:dock-1", "citylib:main-library:kiosk-1", "citybike:central-park:dock-1" })
        {
            var options = new CallOptions(new Metadata { { "x-edge-terminal", terminal } });
            Assert.Equal("urn:perks:terminal:" + terminal, await TrialWork.CallAsync(invoker, MethodType.Unary, "", options));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("citybike")]
    public async Task Plaintext_call_without_a_readable_header_is_unauthenticated(string? terminal)
    {
        var headers = new Metadata();
        if (terminal is not null)
            headers.Add("x-edge-terminal", terminal);
        Assert.Equal((StatusCode.Unauthenticated, "IDENTITY_MISSING"), await FaultAsync(_host.Plaintext().CreateCallInvoker(), headers));
    }

    [Fact]
    public async Task Header_does_not_count_at_the_tls_door()
    {
        var options = new CallOptions(new Metadata { { "x-edge-terminal", "citylib:main-library:kiosk-1" } });
        Assert.Equal(Dock, await TrialWork.CallAsync(_host.As("bike-dock").CreateCallInvoker(), MethodType.Unary, "", options));
    }

    /// <summary>Refused in the handshake. Which status the client makes of that depends on how far it had come with its request.</summary>
    private static void AssertNoReply((StatusCode Code, string? Reason) fault)
    {
        Assert.True(fault.Code is StatusCode.Unavailable or StatusCode.Internal, fault.Code.ToString());
        Assert.Null(fault.Reason);
    }

    private async Task<(StatusCode Code, string? Reason)> FaultAsync(X509Certificate2 certificate)
    {
        using var channel = ClientChannel.Tls(_host.Doors.Tls, _host.Authority("ca"), certificate);
        return await FaultAsync(channel.CreateCallInvoker());
    }

    private static async Task<(StatusCode Code, string? Reason)> FaultAsync(CallInvoker invoker, Metadata? headers = null)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => TrialWork.CallAsync(invoker, MethodType.Unary, "", new CallOptions(headers)));
        return (fault.StatusCode, fault.Trailers.GetValue("perks-error-reason"));
    }
}
