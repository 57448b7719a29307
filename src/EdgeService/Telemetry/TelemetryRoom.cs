namespace EdgeService.Telemetry;

/// <summary>Registers the meter, its export and the decision log.</summary>
public static class TelemetryRoom
{
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        // With any log behind it, hosting makes an activity and a scope for every call, a tenth of what a check costs. Meters count calls.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services.AddSingleton<EdgeMeter>().AddSingleton<DecisionCounts>();
        builder.Services.AddHostedService<MeterExport>();
        builder.Services.AddOptions<DecisionLogOptions>().BindConfiguration(DecisionLogOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<DecisionLog>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DecisionLog>());
        return builder;
    }
}
