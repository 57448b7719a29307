using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Identity;

/// <summary>Issues certificates to terminals, where this edge has been given the key of an authority of theirs.</summary>
public sealed class IssuingAuthority(X509Certificate2 authority, IReadOnlyList<X509Certificate2> above) : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);

    /// <summary>The certificates between those it issues and the root, in PEM; empty where it is the root itself.</summary>
    public string Intermediates { get; } = IsRoot(authority) ? "" : string.Concat(above.Prepend(authority).Where(one => !IsRoot(one)).Select(one => one.ExportCertificatePem() + "\n"));

    /// <summary>Reads the authority with its key.</summary>
    /// <param name="pki">Where they are.</param>
    /// <param name="trust">Whom it must be traced to.</param>
    /// <param name="faults">What is wrong with them; nothing also where none is configured.</param>
    public static IssuingAuthority? Load(PkiOptions pki, ClientTrust trust, out IReadOnlyList<string> faults)
    {
        var (certificate, key) = (pki.IssuingCertificateFile, pki.IssuingKeyFile);
        faults = [];
        if (string.IsNullOrEmpty(certificate) && string.IsNullOrEmpty(key))
            return null;
        faults = [.. FaultsOf(certificate, key)];
        if (faults.Count > 0)
            return null;
        var read = X509Certificate2.CreateFromPemFile(certificate!, key);
        if (trust.ChainOf(CallerRole.Terminal, read) is { } chain && read.Extensions.OfType<X509BasicConstraintsExtension>().Any(one => one.CertificateAuthority))
            return new IssuingAuthority(read, chain);
        faults = [$"{PkiOptions.Section}:IssuingCertificateFile: is no authority that {PkiOptions.Section}:TerminalAuthorityFile stands behind. What it issues would be nobody's."];
        return null;
    }

    /// <summary>A certificate for a terminal, whatever its request said about itself.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="key">Its key.</param>
    /// <param name="now">When it begins, but for a little before, for clocks that lag.</param>
    /// <param name="life">How long it is good, if the authority is good for so long.</param>
    public X509Certificate2 Issue(Caller terminal, PublicKey key, DateTimeOffset now, TimeSpan life)
    {
        var subject = new X500DistinguishedName($"CN={terminal.TerminalId}, OU={terminal.VenueId}, O={terminal.PartnerId}");
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(terminal.Urn));
        request.CertificateExtensions.Add(names.Build());
        var end = now + life;
        var last = new DateTimeOffset(authority.NotAfter.ToUniversalTime());
        return request.Create(authority.SubjectName, Signer(), now - Backdated, end < last ? end : last, NewSerial());
    }

    public void Dispose() => authority.Dispose();

    private X509SignatureGenerator Signer() => authority.GetECDsaPrivateKey() is { } curve
        ? X509SignatureGenerator.CreateForECDsa(curve)
        : X509SignatureGenerator.CreateForRSA(authority.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1);

    /// <summary>126 random bits: positive, and always of the same length.</summary>
    private static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    private static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static IEnumerable<string> FaultsOf(string? certificate, string? key)
    {
        foreach (var (name, file) in new[] { ("IssuingCertificateFile", certificate), ("IssuingKeyFile", key) })
        {
            var lack = string.IsNullOrEmpty(file) ? "is not set" : File.Exists(file) ? null : $"{file} does not exist";
            if (lack is not null)
                yield return $"{PkiOptions.Section}:{name}: {lack}. To issue certificates an edge needs the authority's certificate and its key.";
        }

        if (!File.Exists(certificate) || !File.Exists(key))
            yield break;
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(key) & ~owner) != 0)
            yield return $"{PkiOptions.Section}:IssuingKeyFile: {key} may be read by others. Give it to its owner alone (chmod 600), and replace the key if others had access.";
        if (Unreadable(certificate, key) is { } unreadable)
            yield return $"{PkiOptions.Section}:IssuingCertificateFile: {unreadable}";
    }

    private static string? Unreadable(string certificate, string key)
    {
        try
        {
            X509Certificate2.CreateFromPemFile(certificate, key).Dispose();
            return null;
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}
