using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Client;

/// <summary>One service for all tests of a class, and the command line pointed at it.</summary>
public sealed class RunningEdge : IAsyncLifetime
{
    private EdgeHost? _host;

    public string Home => _host!.Home;

    public async Task InitializeAsync() => _host = await EdgeHost.StartAsync();

    /// <summary>Writes now what the audit log may leave for a second.</summary>
    public void FlushAudit() => _host!.Service<EdgeService.Audit.AuditTrail>().Flush();

    public async Task DisposeAsync() => await _host!.DisposeAsync();

    internal Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.OfAsync(Home, [.. arguments, "--json", "--home", Home, "--address", _host!.Doors.Tls.ToString()]);

    internal Task<CommandRun> RunOnInputAsync(string input, params string[] arguments) =>
        CommandRun.OfAsync(new StringReader(input), Home, [.. arguments, "--json", "--home", Home, "--address", _host!.Doors.Tls.ToString()]);

    internal Task<CommandRun> ShowAsync(params string[] arguments) =>
        CommandRun.OfAsync(Home, [.. arguments, "--home", Home, "--address", _host!.Doors.Tls.ToString()]);
}
