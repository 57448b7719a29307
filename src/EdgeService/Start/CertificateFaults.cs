using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Development;
using EdgeService.Identity;

namespace EdgeService.Start;

/// <summary>
/// What is wrong with the certificates that a deployment provides. Roles are told apart by who signed, so that no authority may serve two.
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
            : [];
        return new Authority(setting, [.. roots.Select(root => Convert.ToHexString(SHA256.HashData(root.PublicKey.ExportSubjectPublicKeyInfo())))], faults);
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
