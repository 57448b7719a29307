using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Core.Registration;
using EdgeService.Faults;
using Microsoft.Extensions.Options;

namespace EdgeService.Identity;

/// <summary>A certificate that was issued, for whoever carries it to its terminal.</summary>
/// <param name="Pem">The certificate, and those between it and the root.</param>
/// <param name="Entry">What the register keeps of it.</param>
public sealed record IssuedCertificate(string Pem, RegisteredCertificate Entry);

/// <summary>Answers certificate signing requests of terminals, if this edge has been given the means.</summary>
public sealed class TerminalIssuing(IssuingAuthority? authority, IOptions<PkiOptions> options)
{
    private static readonly EdgeFault NoMeans = new(
        FaultReason.IssuingUnavailable,
        "This edge issues no certificates: it has no key of a terminals' authority. Ask an edge that has one, or give it to this one (Edge:Pki:IssuingCertificateFile, IssuingKeyFile).");

    public TimeSpan Overlap => options.Value.RenewalOverlap;

    public bool MustBeRegistered => options.Value.RequireRegistered;

    /// <exception cref="EdgeFaultException">This edge has not been given the means.</exception>
    public IssuedCertificate Issue(Caller terminal, PublicKey key, DateTimeOffset now)
    {
        if (authority is null)
            throw new EdgeFaultException(NoMeans);
        using var issued = authority.Issue(terminal, key, now, options.Value.CertificateLife);
        var entry = new RegisteredCertificate(
            SerialNumber.Of(issued.SerialNumberBytes.Span),
            issued.GetCertHashString(HashAlgorithmName.SHA256),
            issued.NotBefore.ToUniversalTime(),
            issued.NotAfter.ToUniversalTime());
        return new IssuedCertificate(issued.ExportCertificatePem() + "\n" + authority.Intermediates, entry);
    }
}
