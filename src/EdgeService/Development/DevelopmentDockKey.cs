using System.Security.Cryptography;
using EdgeService.Telemetry;

namespace EdgeService.Development;

/// <summary>The key that the development dock signs its return receipts with. It is the dock's own and not that of its certificate, which is renewed.</summary>
public static class DevelopmentDockKey
{
    /// <summary>Base64 of its public part, as a catalog names it.</summary>
    public static string MakeIfMissing(string path, ILogger log)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(path))
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        else
        {
            OwnedFile.WritePrivate(path, key.ExportPkcs8PrivateKeyPem());
            log.Made(path);
        }

        return Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
    }
}
