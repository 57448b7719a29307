using Microsoft.Extensions.Options;

namespace EdgeService.Direct;

/// <summary>Registers what answers without the framework's call around it.</summary>
public static class DirectRoom
{
    public static WebApplicationBuilder AddDirect(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DirectOptions>().BindConfiguration(DirectOptions.Section);
        builder.Services.AddSingleton<DirectCheck>();
        return builder;
    }

    /// <summary>What stands before the framework's handlers of EligibilityService; null where nothing shall.</summary>
    public static Action<EndpointBuilder>? DirectAnswers(this WebApplication app) =>
        app.Services.GetRequiredService<IOptions<DirectOptions>>().Value.Checks ? app.Services.GetRequiredService<DirectCheck>().StandBefore : null;
}
