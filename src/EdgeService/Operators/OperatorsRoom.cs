namespace EdgeService.Operators;

/// <summary>Registers and maps what operators and their tools ask: the ledger, health and reflection.</summary>
public static class OperatorsRoom
{
    private static readonly IReadOnlyList<Google.Protobuf.Reflection.ServiceDescriptor> Served =
    [
        Perks.Edge.V1.EligibilityService.Descriptor,
        Perks.Edge.V1.TokenService.Descriptor,
        Perks.Edge.V1.GrantService.Descriptor,
        Perks.Member.V1.MembershipService.Descriptor,
        Perks.Admin.V1.LedgerService.Descriptor,
        Grpc.Health.V1.Health.Descriptor,
        Grpc.Reflection.V1.ServerReflection.Descriptor,
        Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
    ];

    public static WebApplicationBuilder AddOperators(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HealthBoard>();
        builder.Services.AddSingleton<HealthEndpoint>();
        builder.Services.AddSingleton(new Descriptors(Served));
        builder.Services.AddSingleton<LedgerEndpoint>();
        builder.Services.AddSingleton<ReflectionEndpoint>();
        builder.Services.AddSingleton<ReflectionAlphaEndpoint>();
        return builder;
    }

    public static WebApplication MapOperators(this WebApplication app)
    {
        app.MapGrpcService<HealthEndpoint>();
        app.MapGrpcService<LedgerEndpoint>();
        app.MapGrpcService<ReflectionEndpoint>();
        app.MapGrpcService<ReflectionAlphaEndpoint>();
        return app;
    }
}
