using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Client;

/// <summary>Certificates and keys as PEM files.</summary>
internal static class PemFiles
{
    public static X509Certificate2Collection ReadAuthorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        Reading(path, () => authorities.ImportFromPemFile(path));
        return authorities;
    }

    public static X509Certificate2 ReadIdentity(string certificatePath, string? keyPath)
    {
        X509Certificate2? certificate = null;
        Reading(certificatePath, () => certificate = X509Certificate2.CreateFromPemFile(certificatePath, keyPath));
        return OperatingSystem.IsWindows() ? WithStoredKey(certificate!) : certificate!;
    }

    // Windows does not sign a handshake with a key that lives in memory alone.
    private static X509Certificate2 WithStoredKey(X509Certificate2 certificate)
    {
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }

    private static void Reading(string path, Action read)
    {
        try
        {
            read();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new EdgeConnectionException($"The certificate {path} or its key cannot be read: {fault.Message}", fault);
        }
    }
}
