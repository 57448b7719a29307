namespace EdgeService.Telemetry;

/// <summary>Where figures are sent.</summary>
public sealed record TelemetryOptions
{
    public const string Section = "Edge:Telemetry";

    /// <summary>
    /// An OTLP collector, such as <c>http://localhost:4317</c>. Without one, and without OTEL_EXPORTER_OTLP_ENDPOINT, nothing is
    /// sent.
    /// </summary>
    public Uri? Endpoint { get; set; }
}
