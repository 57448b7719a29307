using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Telemetry;

namespace EdgeService.Development;

/// <summary>
/// An authority for the server and one for each role, with the certificates they have signed: made when missing, renewed when less than a
/// third of their life is left. A home of the time when one authority signed all is brought forward: callers get certificates of their role's.
/// </summary>
public sealed class DevelopmentPki(string folder, DateTimeOffset now, ILogger log)
{
    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3 * 365);
    private static readonly TimeSpan CertificateLife = TimeSpan.FromDays(90);
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);

    public void MakeWhatIsMissing()
    {
        foreach (var signed in CertificateName.All.GroupBy(name => name.Authority))
        {
            using var authority = Authority(signed.Key);
            foreach (var name in signed)
                Certificate(name, authority);
        }
    }

    private X509Certificate2 Authority(string file)
    {
        var files = new CertificateFiles(folder, file);
        if (files.Read() is { } kept)
        {
            if (Young(kept))
                return kept;
            kept.Dispose();
        }

        using var key = NewKey();
        var request = new CertificateRequest(SubjectOf(file), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var made = request.CreateSelfSigned(now - Backdated, now + AuthorityLife);
        Keep(files, made, key);
        return made;
    }

    private void Certificate(CertificateName name, X509Certificate2 authority)
    {
        var files = new CertificateFiles(folder, name.File);
        using (var kept = files.Read())
        {
            if (kept is not null && Young(kept) && SignedBy(authority, kept))
                return;
        }

        using var key = NewKey();
        using var made = Request(name, key, authority).Create(authority, now - Backdated, now + CertificateLife, RandomNumberGenerator.GetBytes(16));
        Keep(files, made, key);
    }

    private void Keep(CertificateFiles files, X509Certificate2 made, ECDsa key)
    {
        var renewed = File.Exists(files.CertificatePath);
        files.Write(made, key);
        if (renewed)
            log.Renewed(files.CertificatePath, "it has aged, is broken, or its authority is another");
        else
            log.Made(files.CertificatePath);
    }

    private static CertificateRequest Request(CertificateName name, ECDsa key, X509Certificate2 authority)
    {
        var request = new CertificateRequest($"CN={name.File}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(name.Purpose)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        request.CertificateExtensions.Add(name.AlternativeNames());
        return request;
    }

    private static bool SignedBy(X509Certificate2 authority, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        return chain.Build(certificate);
    }

    private bool Young(X509Certificate2 certificate) =>
        certificate.NotAfter.ToUniversalTime() - now.UtcDateTime > (certificate.NotAfter - certificate.NotBefore) / 3;

    private static string SubjectOf(string authority) =>
        authority == CertificateName.ServerAuthority ? MadeMark.AuthorityName : $"{MadeMark.AuthorityName}, OU={authority}";

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);
}
