using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Development;

/// <summary>A certificate and its key in two PEM files, <c>name.pem</c> and <c>name.key</c>.</summary>
public sealed class CertificateFiles(string folder, string name)
{
    public string CertificatePath { get; } = Path.Combine(folder, name + ".pem");

    public string KeyPath { get; } = Path.Combine(folder, name + ".key");

    /// <summary>The pair, or null if either file is missing, unreadable, or does not belong to the other.</summary>
    public X509Certificate2? Read()
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(CertificatePath, KeyPath);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Writes the key first: a crash in between leaves a pair that does not belong together and is made anew.</summary>
    public void Write(X509Certificate2 certificate, ECDsa key)
    {
        OwnedFile.WritePrivate(KeyPath, key.ExportPkcs8PrivateKeyPem() + "\n");
        OwnedFile.WritePublic(CertificatePath, certificate.ExportCertificatePem() + "\n");
    }
}
