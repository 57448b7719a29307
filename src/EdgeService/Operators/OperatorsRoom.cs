using EdgeService.Terminals;

namespace EdgeService.Operators;

/// <summary>Registers and maps what operators and their tools ask: snapshots, changes, the ledger, terminals, health and reflection.</summary>
public static class OperatorsRoom
{
    /// <summary>A chunk of a snapshot, or ten thousand changes.</summary>
    private const int LargestMessageBytes = 2 << 20;

    /// <summary>Made when somebody asks for reflection: a tenth of the start would go into them.</summary>
    private static IReadOnlyList<Google.Protobuf.Reflection.ServiceDescriptor> Served =>
    [
        Perks.Edge.V1.EligibilityService.Descriptor,
        Perks.Edge.V1.TokenService.Descriptor,
        Perks.Edge.V1.GrantService.Descriptor,
        Perks.Member.V1.MembershipService.Descriptor,
        Perks.Edge.V1.TerminalIdentityService.Descriptor,
        Perks.Admin.V1.LedgerService.Descriptor,
        Perks.Admin.V1.KeyService.Descriptor,
        Perks.Admin.V1.SnapshotService.Descriptor,
        Perks.Admin.V1.TerminalService.Descriptor,
        Perks.Admin.V1.DisputeService.Descriptor,
        Grpc.Health.V1.Health.Descriptor,
        Grpc.Reflection.V1.ServerReflection.Descriptor,
        Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
    ];

    public static WebApplicationBuilder AddOperators(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HealthBoard>();
        builder.Services.AddSingleton<HealthEndpoint>();
        builder.Services.AddSingleton(_ => new Descriptors(Served));
        builder.Services.AddSingleton<LedgerEndpoint>();
        builder.Services.AddSingleton<SnapshotEndpoint>().AddSingleton<TerminalEndpoint>().AddSingleton<KeyEndpoint>().AddSingleton<DisputeEndpoint>();
        builder.Services.AddGrpc()
            .AddServiceOptions<SnapshotEndpoint>(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = LargestMessageBytes)
            .AddServiceOptions<LedgerEndpoint>(grpc => grpc.MaxSendMessageSize = AnswerSize.Largest)
            .AddServiceOptions<TerminalEndpoint>(grpc => grpc.MaxSendMessageSize = AnswerSize.Largest)
            .AddServiceOptions<DisputeEndpoint>(grpc => grpc.MaxSendMessageSize = AnswerSize.Largest);
        builder.Services.AddSingleton<ReflectionEndpoint>();
        builder.Services.AddSingleton<ReflectionAlphaEndpoint>();
        return builder;
    }

    public static WebApplication MapOperators(this WebApplication app)
    {
        app.MapGrpcService<SnapshotEndpoint>();
        app.MapGrpcService<HealthEndpoint>();
        app.MapGrpcService<LedgerEndpoint>();
        app.MapGrpcService<TerminalEndpoint>();
        app.MapGrpcService<KeyEndpoint>();
        app.MapGrpcService<DisputeEndpoint>();
        app.MapGrpcService<ReflectionEndpoint>();
        app.MapGrpcService<ReflectionAlphaEndpoint>();
        return app;
    }
}
