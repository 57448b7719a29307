using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Identity;

/// <summary>Makes a connection's identity of the certificate that was presented on it.</summary>
public sealed class CertificateIdentities(CertificateHolders holders, CertificateJudging judging, Sightings sightings, TimeProvider clock)
{
    public ConnectionIdentity Of(X509Certificate2 certificate) => new CertificateIdentity(holders.Of(certificate), judging, sightings, clock);
}
