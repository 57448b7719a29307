using EdgeService.Terminals;

namespace EdgeService.Members;

/// <summary>Registers and maps what the members' app calls.</summary>
public static class MembersRoom
{
    public static WebApplicationBuilder AddMembers(this WebApplicationBuilder builder)
    {
        builder.Services.AddGrpc().AddServiceOptions<MembershipEndpoint>(grpc => grpc.MaxSendMessageSize = AnswerSize.Largest);
        builder.Services.AddSingleton<MembershipEndpoint>().AddSingleton<ConsentCalls>().AddSingleton<ContestCalls>().AddSingleton<AccessCalls>();
        return builder;
    }

    public static WebApplication MapMembers(this WebApplication app)
    {
        app.MapGrpcService<MembershipEndpoint>();
        return app;
    }
}
