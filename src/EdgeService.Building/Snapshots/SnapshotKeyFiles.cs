using System.Security.Cryptography;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>Keys of snapshots on disk: a private key as PKCS#8 PEM that only its owner may read, public keys as SubjectPublicKeyInfo PEM.</summary>
public static class SnapshotKeyFiles
{
    public const string PublicKeyPattern = "*.pem";

    /// <summary>Makes a P-256 key at <paramref name="privatePath"/>, and beside it the public key with the ending .pem; what is there is left alone.</summary>
    public static void CreateMissing(string privatePath)
    {
        if (!File.Exists(privatePath))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var writer = new StreamWriter(privatePath, options);
            writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        }

        var publicPath = Path.ChangeExtension(privatePath, ".pem");
        if (!File.Exists(publicPath))
        {
            using var key = LoadPrivate(privatePath);
            File.WriteAllText(publicPath, key.ExportSubjectPublicKeyInfoPem() + "\n");
        }
    }

    /// <summary>The caller disposes of the key.</summary>
    /// <exception cref="CryptographicException">The file holds no P-256 private key.</exception>
    public static ECDsa LoadPrivate(string path) => Load(path);

    /// <summary>The public half of a P-256 key in PEM, as SubjectPublicKeyInfo.</summary>
    /// <exception cref="CryptographicException">The file holds no P-256 key.</exception>
    public static byte[] LoadPublic(string path)
    {
        using var key = Load(path);
        return key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Trusts every public key that lies in a folder as *.pem.</summary>
    /// <exception cref="CryptographicException">A file holds no P-256 key.</exception>
    public static SnapshotTrust LoadTrust(string folder) => new(LoadPublicKeys(folder));

    /// <summary>The public half of every key that lies in a folder as *.pem, as SubjectPublicKeyInfo.</summary>
    /// <exception cref="CryptographicException">A file holds no P-256 key.</exception>
    public static IEnumerable<byte[]> LoadPublicKeys(string folder) =>
        Directory.EnumerateFiles(folder, PublicKeyPattern).Order(StringComparer.Ordinal).Select(LoadPublic);

    private static ECDsa Load(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                ? key
                : throw new CryptographicException($"{path} holds a key that is not on the curve P-256.");
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw fault as CryptographicException ?? new CryptographicException($"{path} holds no key in PEM.", fault);
        }
    }
}
