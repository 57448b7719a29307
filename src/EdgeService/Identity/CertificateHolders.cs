using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Caching.Memory;

namespace EdgeService.Identity;

/// <summary>
/// Who holds a verified certificate. Kept by its digest, so that a terminal which reconnects often is not traced as often, and one that was
/// known good is known again while the register is out of reach.
/// </summary>
public sealed class CertificateHolders(ClientTrust trust) : IDisposable
{
    private const int MostKept = 50_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(12);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostKept });

    public CertificateHolder Of(X509Certificate2 certificate)
    {
        var digest = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        if (_kept.TryGetValue(digest, out CertificateHolder? holder) && holder is not null)
            return holder;
        holder = Read(certificate, digest);
        return _kept.Set(digest, holder, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = KeptFor });
    }

    public void Dispose() => _kept.Dispose();

    /// <summary>Who says to be of a role without that role's authority is nobody.</summary>
    private CertificateHolder Read(X509Certificate2 certificate, string digest)
    {
        var callers = CertificateNames.Uris(certificate).Select(CallerUrn.Read).OfType<Caller>().ToArray();
        var caller = callers is [var only] && trust.Vouches(only.Role, certificate) ? only : null;
        return new CertificateHolder(caller, certificate.NotAfter.ToUniversalTime())
        {
            ValidFrom = certificate.NotBefore.ToUniversalTime(),
            Serial = SerialNumber.Of(certificate.SerialNumberBytes.Span),
            Issuer = string.Intern(Convert.ToHexString(certificate.IssuerName.RawData)),
            Digest = digest,
            KeyDigest = SigningRequest.DigestOf(certificate.PublicKey),
        };
    }
}
