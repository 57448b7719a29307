using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Tests.Identity;

/// <summary>Client certificates of every quality.</summary>
public static class TrialCertificates
{
    public const string ForClients = "1.3.6.1.5.5.7.3.2";
    public const string ForServers = "1.3.6.1.5.5.7.3.1";
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    public static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddDays(-300), Now.AddDays(300));
    }

    /// <summary>A certificate with these URIs, valid from <paramref name="fromDays"/> to <paramref name="untilDays"/> from today.</summary>
    public static X509Certificate2 Signed(X509Certificate2 authority, IEnumerable<string> uris, string purpose = ForClients, int fromDays = -1, int untilDays = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=trial", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("trial.example");
        names.AddDnsName("localhost");
        foreach (var uri in uris)
            names.AddUri(new Uri(uri));
        request.CertificateExtensions.Add(names.Build());
        var signing = X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey()!);
        using var signed = request.Create(authority.SubjectName, signing, Now.AddDays(fromDays), Now.AddDays(untilDays), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
