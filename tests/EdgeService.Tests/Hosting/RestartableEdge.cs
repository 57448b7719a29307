using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;

namespace EdgeService.Tests.Hosting;

/// <summary>The whole service in this process, on one home and one plaintext port, to be stopped and started again.</summary>
public sealed class RestartableEdge : IAsyncDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Action<WebApplicationBuilder>? _extend;
    private readonly int _port = FreePort();
    private WebApplication? _app;

    private RestartableEdge(Action<WebApplicationBuilder>? extend) => _extend = extend;

    public Uri Address => new($"http://localhost:{_port}");

    public string Home => _home.Path;

    public IServiceProvider Services => _app!.Services;

    public static async Task<RestartableEdge> StartAsync(Action<WebApplicationBuilder>? extend = null)
    {
        var edge = new RestartableEdge(extend);
        MadeHome.CopyTo(edge._home);
        await edge.StartAgainAsync();
        return edge;
    }

    public async Task StartAgainAsync()
    {
        string[] settings = [.. EdgeHost.SettingsOf(_home), $"--Edge:Doors:PlaintextPort={_port}", "--Edge:Signing:StatusHeartbeatSeconds=1", "--Edge:Doors:DrainSeconds=1"];
        _app = EdgeApp.Build(settings, _extend);
        await _app.StartAsync();
    }

    public async Task StopAsync()
    {
        if (_app is { } app)
            await app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _home.Dispose();
    }

    /// <summary>A port that nobody listens on at the moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
