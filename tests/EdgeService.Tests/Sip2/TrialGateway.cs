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
    private readonly StringWriter _log;
    private readonly GatewayLog _gatewayLog;

    private TrialGateway(TemporaryFolder folder, bool ownsFolder, Gateway gateway, StringWriter log, GatewayLog gatewayLog) =>
        (_folder, _ownsFolder, _gateway, _log, _gatewayLog) = (folder, ownsFolder, gateway, log, gatewayLog);

    public string Log => _log.ToString();

    public EdgeSip2.Desk.Kiosk Kiosk => _gateway.Kiosks.Named("")!;

    public static TrialGateway Start(Uri edge, TrialLibrary? library, TimeProvider clock, TemporaryFolder? folder = null, Func<GatewaySettings, GatewaySettings>? with = null)
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
        var log = new StringWriter();
        var gatewayLog = new GatewayLog(TextWriter.Synchronized(log), clock);
        var gateway = Gateway.Start(with is null ? settings : with(settings), clock, gatewayLog);
        return new TrialGateway(own, folder is null, gateway, log, gatewayLog);
    }

    public Task<TrialKiosk> ConnectAsync() => TrialKiosk.ConnectAsync(_gateway.Doors[0].Address);

    public System.Net.IPEndPoint Door => _gateway.Doors[0].Address;

    /// <summary>Uploads the journal now, beside the gateway's own turns.</summary>
    public Task UploadAsync() => JournalUpload.OnceAsync(Kiosk, _gatewayLog, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        if (_ownsFolder)
            _folder.Dispose();
    }
}
