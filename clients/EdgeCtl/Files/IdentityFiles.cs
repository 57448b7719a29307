using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EdgeCtl.Files;

/// <summary>
/// A terminal's key and certificate, <c>name.key</c> and <c>name.pem</c>. The key is made here, readable by its owner alone, and never leaves.
/// What is to follow them lies beside them, <c>name.next.key</c>, until its certificate is there: a renewal that broke off is taken up again.
/// </summary>
internal sealed class IdentityFiles(string path)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Key => path + ".key";

    public string Certificate => path + ".pem";

    public string Request => path + ".csr";

    private IdentityFiles Next => new(path + ".next");

    /// <summary>A signing request for the key, which is made if it is not there yet.</summary>
    public string MakeRequest()
    {
        using var key = KeyOrNew();
        return new CertificateRequest("CN=terminal", key, HashAlgorithmName.SHA256).CreateSigningRequestPem() + "\n";
    }

    /// <summary>A signing request for the key that is to follow.</summary>
    public string MakeNextRequest() => Next.MakeRequest();

    /// <summary>Keeps the certificate of the key.</summary>
    public void Keep(string certificatePem)
    {
        using var certificate = X509Certificate2.CreateFromPem(certificatePem);
        using (var key = KeyOrNew())
        {
            certificate.CopyWithPrivateKey(key).Dispose(); // Throws where they do not belong together.
        }

        Write(Certificate, certificatePem, isPrivate: false);
    }

    /// <summary>Keeps the certificate of the key that is to follow, and lets both follow.</summary>
    public void KeepNext(string certificatePem)
    {
        Next.Keep(certificatePem);
        Follow();
    }

    /// <summary>Ends a change that broke off when the new certificate was there already.</summary>
    public void Follow()
    {
        if (!File.Exists(Next.Certificate))
        {
            return;
        }

        if (File.Exists(Next.Key))
        {
            File.Move(Next.Key, Key, overwrite: true);
        }

        File.Move(Next.Certificate, Certificate, overwrite: true);
    }

    private ECDsa KeyOrNew()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(Key))
        {
            key.ImportFromPem(File.ReadAllText(Key));
        }
        else
        {
            Write(Key, key.ExportPkcs8PrivateKeyPem() + "\n", isPrivate: true);
        }

        return key;
    }

    /// <summary>Whole or not at all.</summary>
    private static void Write(string path, string text, bool isPrivate)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        var draft = path + ".draft";
        File.Delete(draft);
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
