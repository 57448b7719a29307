using EdgeService.Faults;

namespace EdgeService.Identity;

/// <summary>Whether a certificate is good, as things stand: asked anew when they stand otherwise.</summary>
/// <param name="Version">How things stood: <see cref="CertificateJudging.Version"/>.</param>
/// <param name="Fault">Why it is not; null if it is.</param>
/// <param name="GoodUntil">Until when it is, if nothing else happens.</param>
/// <param name="Then">Why it is not from then on.</param>
public sealed record CertificateVerdict(long Version, EdgeFault? Fault, DateTimeOffset GoodUntil, EdgeFault Then)
{
    /// <summary>What a certificate is that nobody has looked at yet: no version is ever this one.</summary>
    public static CertificateVerdict None { get; } = new(-1, IdentityFaults.Ended, DateTimeOffset.MinValue, IdentityFaults.Ended);
}
