using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace EdgeService.Telemetry;

/// <summary>
/// Sends our figures, the web server's and the runtime's to an OTLP collector, if one is named; the last ones when it is disposed
/// of.
/// </summary>
public sealed class MeterExport : IHostedService, IDisposable
{
    private const string StandardSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static readonly string[] Meters =
        [EdgeMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private readonly MeterProvider? _provider;

    public MeterExport(IConfiguration configuration)
    {
        var options = configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        if (options.Endpoint is null && string.IsNullOrEmpty(configuration[StandardSetting]))
            return;
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("edge-service"))
            .AddMeter(Meters)
            .AddOtlpExporter(exporter => exporter.Endpoint = options.Endpoint ?? exporter.Endpoint)
            .Build();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _provider?.Dispose();
}
