using EdgeService.Faults;

namespace EdgeService.Identity;

/// <summary>What a verified client certificate says.</summary>
/// <param name="Caller">Null if the certificate names nobody we know how to read, or somebody of a role that its authority does not vouch for.</param>
/// <param name="ValidUntil">When the certificate ends, in UTC.</param>
public sealed record CertificateHolder(Caller? Caller, DateTimeOffset ValidUntil);

/// <summary>
/// A connection that presented a client certificate. A certificate that ends while the connection is open ends its calls too.
/// </summary>
public sealed class CertificateIdentity(CertificateHolder holder, TimeProvider clock) : ConnectionIdentity
{
    private static readonly EdgeFault Ended = new(FaultReason.IdentityMissing, "The client certificate has ended. Present a renewed one.");

    private static readonly EdgeFault Unreadable = new(
        FaultReason.IdentityUnknown, "The client certificate names nobody that its authority may vouch for. Ask the operator for one of the role's own authority.");

    public override Caller CallerOf(HttpContext request)
    {
        if (clock.GetUtcNow() >= holder.ValidUntil)
            throw new EdgeFaultException(Ended);
        return holder.Caller ?? throw new EdgeFaultException(Unreadable);
    }

    public override string ClaimedBy(HttpContext request) => holder.Caller?.Urn ?? "";
}
