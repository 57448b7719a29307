namespace EdgeService.Telemetry;

/// <summary>Registers the meter, its export and the decision log.</summary>
public static class TelemetryRoom
{
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EdgeMeter>();
        builder.Services.AddHostedService<MeterExport>();
        builder.Services.AddOptions<DecisionLogOptions>().BindConfiguration(DecisionLogOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<DecisionLog>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DecisionLog>());
        return builder;
    }
}
