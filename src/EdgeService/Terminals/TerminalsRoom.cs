namespace EdgeService.Terminals;

/// <summary>Registers and maps what terminals call.</summary>
public static class TerminalsRoom
{
    /// <summary>A status list of 2^22 bits that no compression helps, and what stands around it.</summary>
    private const int LargestStatusBytes = (1 << 19) + (1 << 16);

    public static WebApplicationBuilder AddTerminals(this WebApplicationBuilder builder)
    {
        builder.Services.AddGrpc()
            .AddServiceOptions<TokenEndpoint>(grpc => grpc.MaxSendMessageSize = LargestStatusBytes)
            .AddServiceOptions<GrantEndpoint>(grpc => grpc.MaxSendMessageSize = AnswerSize.Largest);
        builder.Services.AddSingleton<Picturing>();
        builder.Services.AddSingleton<EligibilityEndpoint>().AddSingleton<TokenEndpoint>().AddSingleton<StatusWatch>().AddSingleton<OfflineClaims>().AddSingleton<RefusedItems>().AddSingleton<GrantEndpoint>();
        builder.Services.AddSingleton<TerminalIdentityEndpoint>();
        return builder;
    }

    /// <param name="app">The service.</param>
    /// <param name="before">Puts something before the framework's handlers of EligibilityService; null puts nothing.</param>
    public static WebApplication MapTerminals(this WebApplication app, Action<EndpointBuilder>? before)
    {
        var eligibility = app.MapGrpcService<EligibilityEndpoint>();
        if (before is not null)
            eligibility.Add(before);
        app.MapGrpcService<TokenEndpoint>();
        app.MapGrpcService<GrantEndpoint>();
        app.MapGrpcService<TerminalIdentityEndpoint>();
        return app;
    }
}
