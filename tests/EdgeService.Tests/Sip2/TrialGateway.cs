using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using EdgeSip2.Serving;
using EdgeSip2.Settings;

namespace EdgeService.Tests.Sip2;

/// <summary>A gateway between trial kiosks, a trial library or none, and a real edge or none.</summary>
internal sealed class TrialGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;
    private readonly Gateway _gateway;
    private readonly KeptLines _log;
    private readonly GatewayLog _gatewayLog;
    private readonly TimeProvider _clock;

    private TrialGateway(TemporaryFolder folder, bool ownsFolder, Gateway gateway, KeptLines log, GatewayLog gatewayLog, TimeProvider clock) =>
        (_folder, _ownsFolder, _gateway, _log, _gatewayLog, _clock) = (folder, ownsFolder, gateway, log, gatewayLog, clock);

    public string Log => _log.ToString();

    public EdgeSip2.Desk.Kiosk Kiosk => _gateway.Kiosks.Named("")!;

    public static TrialGateway Start(
        Uri edge, TrialLibrary? library, TimeProvider clock, TemporaryFolder? folder = null, Func<GatewaySettings, GatewaySettings>? with = null, TextWriter? log = null)
    {
        var own = folder ?? new TemporaryFolder();
        var settings = new GatewaySettings
        {
            Listen = [new ListenSettings { Port = 0 }],
            Edge = new EdgeSettings { Address = edge, TimeoutMilliseconds = 10_000 },
            Library = new LibrarySettings { InstitutionId = "CITY", Name = "City Library", UtcOffsetMinutes = 480 },
            Upstream = library is null ? null : new UpstreamSettings { Host = "127.0.0.1", Port = library.Port, HousePatron = TrialLibrary.House },
            Kiosks = [new KioskSettings { DevelopmentTerminal = Terminal.Kiosk }],
            JournalFolder = own.At("journals"),
        };
        var lines = new KeptLines();
        var gatewayLog = new GatewayLog(log ?? lines, clock);
        var gateway = Gateway.Start(with is null ? settings : with(settings), clock, gatewayLog);
        return new TrialGateway(own, folder is null, gateway, lines, gatewayLog, clock);
    }

    public Task<TrialKiosk> ConnectAsync() => TrialKiosk.ConnectAsync(_gateway.Doors[0].Address);

    public System.Net.IPEndPoint Door => _gateway.Doors[0].Address;

    /// <summary>Brings to the edge now what is owed it, beside the gateway's own turns.</summary>
    public Task UploadAsync() => JournalUpload.OnceAsync(Kiosk, _clock, _gatewayLog, CancellationToken.None);

    /// <summary>Does so until something is so, for at most half a minute.</summary>
    public async Task UploadUntilAsync(Func<Task<bool>> isSo)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo())
        {
            late.Token.ThrowIfCancellationRequested();
            await UploadAsync();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        if (_ownsFolder)
            _folder.Dispose();
    }
}
