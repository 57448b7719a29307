using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Identity;

/// <summary>What operators say of a terminal is in force on its next call, whatever was open before.</summary>
public sealed class TerminalStandingTests : IAsyncLifetime
{
    private RegisteredEdge _edge = null!;

    public async Task InitializeAsync() => _edge = await RegisteredEdge.StartAsync();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task Suspended_terminal_is_refused_on_the_connection_it_has_and_answered_again_when_resumed()
    {
        var dock = _edge.Host.As("bike-dock");
        Assert.Equal("", await RegisteredEdge.CallAsync(dock));
        await _edge.SuspendAsync();
        Assert.Equal("IDENTITY_SUSPENDED", await RegisteredEdge.CallAsync(dock));
        Assert.Equal("IDENTITY_SUSPENDED", await RegisteredEdge.CallAsync(_edge.Host.As("bike-dock")));
        Assert.Equal("", await RegisteredEdge.CallAsync(_edge.Host.As("library-kiosk")));
        await _edge.ResumeAsync();
        Assert.Equal("", await RegisteredEdge.CallAsync(dock));
    }

    [Fact]
    public async Task Open_stream_of_a_suspended_terminal_gets_the_fault_for_its_next_message()
    {
        using var stream = new EligibilityService.EligibilityServiceClient(_edge.Host.As("bike-dock")).StreamEligibility();
        Assert.Null((await AskAsync(stream, "1")).Fault);
        await _edge.SuspendAsync();
        Assert.Equal(ErrorReason.IdentitySuspended, (await AskAsync(stream, "2")).Fault.Reason);
        await _edge.ResumeAsync();
        Assert.Null((await AskAsync(stream, "3")).Fault);
        await _edge.Terminals.RevokeTerminalAsync(new() { RequestId = RegisteredEdge.NewId(), Terminal = RegisteredEdge.Dock, Reason = "stolen" });
        Assert.Equal(ErrorReason.IdentityRevoked, (await AskAsync(stream, "4")).Fault.Reason);
    }

    [Fact]
    public async Task Revoked_terminal_is_refused_for_good_and_never_enrolled_again()
    {
        var dock = _edge.Host.As("bike-dock");
        var request = new RevokeTerminalRequest { RequestId = RegisteredEdge.NewId(), Terminal = RegisteredEdge.Dock, Reason = "stolen" };
        var first = await _edge.Terminals.RevokeTerminalAsync(request);
        Assert.Equal("IDENTITY_REVOKED", await RegisteredEdge.CallAsync(dock));
        Assert.Equal(first, await _edge.Terminals.RevokeTerminalAsync(request));
        Assert.Equal((StatusCode.FailedPrecondition, "TERMINAL_REVOKED"), await FaultAsync(() => _edge.EnrolAsync()));
        Assert.Equal((StatusCode.FailedPrecondition, "TERMINAL_REVOKED"), await FaultAsync(() => _edge.ResumeAsync()));
        Assert.Equal(TerminalState.Revoked, (await _edge.ShowAsync()).State);
    }

    [Fact]
    public async Task Certificate_is_revoked_by_its_serial_number_whoever_issued_it_and_another_goes_on()
    {
        using var enrolled = await _edge.EnrolAsync();
        var (old, next) = (_edge.Host.As("bike-dock"), _edge.Host.As(enrolled));
        Assert.Equal(("", ""), (await RegisteredEdge.CallAsync(old), await RegisteredEdge.CallAsync(next)));
        using var made = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_edge.Host.Home, "pki", "bike-dock.pem"));
        await _edge.Terminals.RevokeCertificateAsync(new() { RequestId = RegisteredEdge.NewId(), Terminal = RegisteredEdge.Dock, Serial = made.SerialNumber.ToLowerInvariant(), Reason = "copied" });
        Assert.Equal(("IDENTITY_REVOKED", ""), (await RegisteredEdge.CallAsync(old), await RegisteredEdge.CallAsync(next)));
    }

    [Fact]
    public async Task History_tells_who_did_what_and_why_and_when_it_was_last_seen()
    {
        Assert.Equal(TerminalState.Unenrolled, (await _edge.ShowAsync()).State);
        using var enrolled = await _edge.EnrolAsync();
        Assert.Equal(TerminalState.Enrolled, (await _edge.ShowAsync()).State);
        Assert.Equal("", await RegisteredEdge.CallAsync(_edge.Host.As(enrolled)));
        await _edge.Host.Service<EdgeService.Identity.Sightings>().WriteAsync(default);
        await _edge.SuspendAsync();
        await _edge.ResumeAsync();

        var shown = await _edge.Terminals.GetTerminalAsync(new() { Terminal = RegisteredEdge.Dock });
        Assert.Equal((TerminalState.Active, "BIKE-1", true), (shown.Terminal.State, shown.Terminal.Audience, shown.Terminal.InCatalog));
        Assert.Equal(_edge.Clock.Now.ToUnixTimeMilliseconds(), shown.Terminal.LastSeenTime.ToDateTimeOffset().ToUnixTimeMilliseconds());
        Assert.Equal(["RESUMED looked into", "SUSPENDED odd calls", "ENROLLED "], shown.Events.Select(done => $"{done.Kind} {done.Reason}"));
        Assert.All(shown.Events, done => Assert.Equal("urn:perks:operator:development", done.Actor));
    }

    [Fact]
    public async Task List_has_the_catalogs_terminals_and_the_registers_by_name_page_and_state()
    {
        await _edge.SuspendAsync("citylib:main-library:kiosk-1");
        var names = new List<string>();
        for (var page = new ListTerminalsResponse { NextPageToken = "" }; ;)
        {
            page = await _edge.Terminals.ListTerminalsAsync(new() { PageSize = 2, PageToken = page.NextPageToken });
            names.AddRange(page.Terminals.Select(terminal => terminal.Name));
            if (page.NextPageToken.Length == 0)
                break;
        }

        Assert.Equal(_edge.Host.Service<EdgeService.Catalog.CurrentCatalog>().Catalog.Terminals.Select(terminal => terminal.Urn["urn:perks:terminal:".Length..]).Order(StringComparer.Ordinal), names);
        var suspended = await _edge.Terminals.ListTerminalsAsync(new() { States = { TerminalState.Suspended } });
        Assert.Equal("citylib:main-library:kiosk-1", Assert.Single(suspended.Terminals).Name);
        Assert.Empty((await _edge.Terminals.ListTerminalsAsync(new() { States = { TerminalState.Suspended }, PartnerId = "citybike" })).Terminals);
        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), await FaultAsync(async () => await _edge.Terminals.ListTerminalsAsync(new() { VenueId = "x" })));
        Assert.Equal((StatusCode.InvalidArgument, "CURSOR_INVALID"), await FaultAsync(async () => await _edge.Terminals.ListTerminalsAsync(new() { PageToken = "x" })));
    }

    [Fact]
    public async Task Terminal_that_nobody_knows_is_not_found_and_every_faulty_field_is_named()
    {
        Assert.Equal((StatusCode.NotFound, "TERMINAL_UNKNOWN"), await FaultAsync(() => _edge.SuspendAsync("citybike:central-park:dock-99")));
        Assert.Equal((StatusCode.NotFound, "TERMINAL_UNKNOWN"), await FaultAsync(() => _edge.ShowAsync("citybike:central-park:dock-99")));
        Assert.Equal((StatusCode.NotFound, "TERMINAL_UNKNOWN"), await FaultAsync(() => _edge.EnrolAsync("citybike:central-park:dock-99")));
        var fault = await Assert.ThrowsAsync<RpcException>(async () => await _edge.Terminals.RevokeCertificateAsync(new()));
        Assert.All(["request_id", "terminal", "serial", "reason"], field => Assert.Contains(field, fault.Status.Detail, StringComparison.Ordinal));
    }

    internal static async Task<(StatusCode Code, string? Reason)> FaultAsync(Func<Task> call)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(call);
        return (fault.StatusCode, fault.Trailers.GetValue("perks-error-reason"));
    }

    private static async Task<CheckResult> AskAsync(AsyncDuplexStreamingCall<StreamEligibilityRequest, StreamEligibilityResponse> stream, string id)
    {
        await stream.RequestStream.WriteAsync(new() { CorrelationId = id, Inquiry = Terminal.Ask("demo-alice", "bike.deposit-free") });
        Assert.True(await stream.ResponseStream.MoveNext());
        return stream.ResponseStream.Current.Result;
    }
}
