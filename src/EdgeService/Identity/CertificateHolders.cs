using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Caching.Memory;

namespace EdgeService.Identity;

/// <summary>
/// Who holds a verified certificate. Kept by its digest, so that a terminal which reconnects often is not parsed as often.
/// </summary>
public sealed class CertificateHolders(ClientTrust trust) : IDisposable
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostKept });

    public CertificateHolder Of(X509Certificate2 certificate)
    {
        var digest = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        if (_kept.TryGetValue(digest, out CertificateHolder? holder) && holder is not null)
            return holder;
        holder = Read(certificate);
        return _kept.Set(digest, holder, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = KeptFor });
    }

    public void Dispose() => _kept.Dispose();

    /// <summary>Who says to be of a role without that role's authority is nobody.</summary>
    private CertificateHolder Read(X509Certificate2 certificate)
    {
        var callers = CertificateNames.Uris(certificate).Select(CallerUrn.Read).OfType<Caller>().ToArray();
        var holder = callers is [var only] && trust.Vouches(only.Role, certificate) ? only : null;
        return new CertificateHolder(holder, certificate.NotAfter.ToUniversalTime());
    }
}
