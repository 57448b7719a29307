using EdgeService.Core.Registration;
using EdgeService.Faults;

namespace EdgeService.Identity;

/// <summary>Why a caller with a certificate is not let in.</summary>
internal static class IdentityFaults
{
    public static readonly EdgeFault Ended = new(FaultReason.IdentityMissing, "The client certificate has ended. Present a renewed one.");

    public static readonly EdgeFault Nobody = new(
        FaultReason.IdentityUnknown, "The client certificate names nobody that its authority may vouch for. Ask the operator for one of the role's own authority.");

    public static readonly EdgeFault Superseded = new(
        FaultReason.IdentityRevoked, "Another certificate has taken the place of this one. Present the newer one, or ask the operator to enrol the terminal again.");

    public static readonly EdgeFault Listed = new(
        FaultReason.IdentityRevoked, "The authority that has issued this certificate has revoked it. Ask the operator for another one.");

    public static readonly EdgeFault ListTooOld = new(
        FaultReason.IdentityUnverifiable, "The revocation list of the certificate's authority is too old to go by. Ask the operator for a current one.")
    {
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    public static readonly EdgeFault Unverifiable = new(
        FaultReason.IdentityUnverifiable, "The register of terminals is out of reach, and this edge cannot tell whether this one is good. Try again, or at another edge.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    private static readonly EdgeFault Suspended = new(FaultReason.IdentitySuspended, "This terminal is suspended. Ask the operator to resume it.");

    private static readonly EdgeFault Revoked = new(FaultReason.IdentityRevoked, "This terminal is revoked, which is final. A terminal of another name can be enrolled.");

    private static readonly EdgeFault CertificateRevoked = new(
        FaultReason.IdentityRevoked, "This certificate is revoked. Ask the operator to enrol the terminal again.");

    private static readonly EdgeFault NotRegistered = new(
        FaultReason.IdentityUnknown, "This certificate does not stand in the register of terminals. Ask the operator to enrol the terminal.");

    public static EdgeFault? Of(StandingRefusal refusal) => refusal switch
    {
        StandingRefusal.None => null,
        StandingRefusal.Suspended => Suspended,
        StandingRefusal.Revoked => Revoked,
        StandingRefusal.CertificateRevoked => CertificateRevoked,
        _ => NotRegistered,
    };
}
