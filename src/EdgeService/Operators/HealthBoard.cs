using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace EdgeService.Operators;

/// <summary>Health by service name, computed at each look.</summary>
public sealed class HealthBoard(Readiness readiness, IHostApplicationLifetime lifetime)
{
    /// <summary>The services that can be asked about; the empty name is the server as a whole and follows Eligibility.</summary>
    public static IReadOnlyList<string> Services { get; } =
    [
        "",
        "perks.edge.v1.EligibilityService",
        "perks.edge.v1.TokenService",
        "perks.edge.v1.GrantService",
        "perks.member.v1.MembershipService",
    ];

    public ServingStatus StatusOf(string service) => service switch
    {
        "" or "perks.edge.v1.EligibilityService" or "perks.member.v1.MembershipService" => Serving(readiness.CanDecide),
        "perks.edge.v1.TokenService" or "perks.edge.v1.GrantService" => Serving(readiness.CanWrite),
        _ => ServingStatus.ServiceUnknown,
    };

    private ServingStatus Serving(bool ready) =>
        ready && !lifetime.ApplicationStopping.IsCancellationRequested ? ServingStatus.Serving : ServingStatus.NotServing;
}
