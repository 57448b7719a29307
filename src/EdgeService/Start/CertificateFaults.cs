using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Development;
using EdgeService.Identity;

namespace EdgeService.Start;

/// <summary>
/// What is wrong with the certificates that a deployment provides. Roles are told apart by who signed, so that no authority may serve two. Each signs
/// for itself: a certificate below an intermediate authority would be nobody's, and the intermediate itself could not be revoked.
/// Files that do not exist are not looked into: that they are missing is said elsewhere.
/// </summary>
public static class CertificateFaults
{
    public static IEnumerable<string> Of(PkiOptions pki, bool namesOneAuthorityForAll)
    {
        if (namesOneAuthorityForAll)
            yield return "Edge:Pki:AuthorityFile: one authority for all roles is no more. Name one for each: TerminalAuthorityFile, MemberAppAuthorityFile, OperatorAuthorityFile.";
        var read = pki.AuthorityFiles().Where(authority => authority.File is not null && (File.Exists(authority.File) || authority.Role == CallerRole.Replica))
            .Select(authority => Read(authority.Setting, authority.File!)).ToList();
        foreach (var fault in read.SelectMany(authority => authority.Faults))
            yield return fault;
        foreach (var fault in Shared(read))
            yield return fault;
        if (File.Exists(pki.IssuingCertificateFile) && File.Exists(pki.TerminalAuthorityFile) && !Holds(pki.TerminalAuthorityFile, pki.IssuingCertificateFile))
            yield return "Edge:Pki:IssuingCertificateFile: does not stand in Edge:Pki:TerminalAuthorityFile. Issue with a self-signed authority of terminals, and put its certificate there.";
        if (File.Exists(pki.CertificateFile) && File.Exists(pki.KeyFile)
            && Fault(() => X509Certificate2.CreateFromPemFile(pki.CertificateFile, pki.KeyFile).Dispose()) is { } unusable)
            yield return $"Edge:Pki:CertificateFile: {unusable}";
    }

    private static Authority Read(string setting, string file)
    {
        var certificates = new X509Certificate2Collection();
        if (Fault(() => certificates.ImportFromPemFile(file)) is { } unreadable)
            return new Authority(setting, [], [$"{setting}: {unreadable}"]);
        var roots = certificates.Where(certificate => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)).ToList();
        string[] faults = certificates.Any(certificate => MadeMark.IsMadeAuthority(certificate.Subject)) ? [$"{setting}: holds the authority made for Development. Provide your own."]
            : roots.Count == 0 ? [$"{setting}: holds no self-signed certificate of an authority. Provide the root, as PEM."]
            : [.. certificates.Except(roots).Select(below => $"{setting}: holds {below.Subject}, which is not self-signed. Intermediate authorities are not supported: they could not be revoked. Let roots sign the certificates of this role themselves, and provide those alone.")];
        return new Authority(setting, [.. roots.Select(root => Convert.ToHexString(SHA256.HashData(root.PublicKey.ExportSubjectPublicKeyInfo())))], faults);
    }

    /// <summary>Whether the first certificate of a file is one of another's; one that cannot be read is named elsewhere.</summary>
    private static bool Holds(string authorities, string file)
    {
        var (certificates, wanted) = (new X509Certificate2Collection(), new X509Certificate2Collection());
        return Fault(() => certificates.ImportFromPemFile(authorities)) is not null || Fault(() => wanted.ImportFromPemFile(file)) is not null || wanted.Count == 0
            || certificates.Any(certificate => certificate.RawData.AsSpan().SequenceEqual(wanted[0].RawData));
    }

    /// <summary>By key and not by certificate: the same key under another name signs for both as well.</summary>
    private static IEnumerable<string> Shared(IReadOnlyList<Authority> authorities) =>
        from second in Enumerable.Range(0, authorities.Count)
        from first in Enumerable.Range(0, second)
        where authorities[first].Keys.Intersect(authorities[second].Keys).Any()
        select $"{authorities[second].Setting}: shares an authority with {authorities[first].Setting}. Give each role an authority of its own.";

    private static string? Fault(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return fault.Message;
        }
    }

    private sealed record Authority(string Setting, IReadOnlyList<string> Keys, IReadOnlyList<string> Faults);
}
