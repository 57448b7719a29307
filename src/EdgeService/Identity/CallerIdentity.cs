using EdgeService.Faults;
using Grpc.Core;

namespace EdgeService.Identity;

/// <summary>
/// The caller of a call. It is looked up on the connection and checked at each look: streams ask again for every message.
/// </summary>
public static class CallerIdentity
{
    public static Caller Of(ServerCallContext context) => Of(context.GetHttpContext());

    public static Caller Of(HttpContext context) => context.Features.Get<ConnectionIdentity>() is { } identity
        ? identity.CallerOf(context)
        : throw new EdgeFaultException(Missing);

    /// <summary>The certificate that was presented; null at a door that asks for none.</summary>
    public static CertificateHolder? CertificateOf(ServerCallContext context) => context.GetHttpContext().Features.Get<ConnectionIdentity>()?.Certificate;

    internal static EdgeFault Missing { get; } = new(FaultReason.IdentityMissing, "No identity was proven. Present a client certificate.");
}
