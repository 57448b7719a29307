using System.Security.Cryptography;
using System.Text;
using EdgeService.Core.Tokens;
using EdgeService.Signing.Devices;

namespace EdgeService.Signing;

/// <summary>
/// One signing key as a file for its owner alone: its terms, and PKCS#8 in PEM; or, where the private key lies in a device, where to find it and
/// the public key in PEM, so that another key of that name is not taken for it.
/// </summary>
public static class SigningKeyFile
{
    public const string Ending = ".key";
    private const string PrivateLabel = "PRIVATE KEY";
    private const string PublicLabel = "PUBLIC KEY";

    /// <exception cref="KeyMaterialException">The file cannot be used; the message says why.</exception>
    public static SigningKey Read(string path)
    {
        var text = Encoding.UTF8.GetString(PrivateFile.Read(path));
        try
        {
            var pem = PemEncoding.Find(text);
            var head = KeyFileHead.LinesBefore(text, pem);
            return new(SignerOf(text[pem.Label], Convert.FromBase64String(text[pem.Base64Data]), head), KeyFileHead.TermsOf(head));
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException or CryptographicException)
        {
            throw new KeyMaterialException($"{path} is no usable signing key: {wrong.Message}", wrong);
        }
    }

    /// <summary>Writes a new P-256 key as <c>&lt;kid&gt;.key</c> and returns its path.</summary>
    public static string Create(string folder, SigningTerms terms)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Create(folder, KeyId.OfPublicKey(key.ExportSubjectPublicKeyInfo()), terms, [], $"{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    /// <summary>Makes a P-256 key in a hardware module and writes <c>&lt;kid&gt;.key</c> with its place and public key; returns the path.</summary>
    /// <param name="place">The module, as <c>module=…; token=…; pin-file=…</c>.</param>
    /// <param name="folder">Folder of key files.</param>
    /// <param name="terms">Its terms.</param>
    /// <exception cref="CryptographicException">The device cannot be used.</exception>
    public static string CreateIn(string place, string folder, SigningTerms terms)
    {
        var (made, publicKey) = Pkcs11Keys.Make(Pkcs11Place.Parse(place));
        return Create(folder, KeyId.OfPublicKey(publicKey), terms, [$"{KeyFileHead.Place}: {made}"], $"{PemEncoding.WriteString(PublicLabel, publicKey)}\n");
    }

    /// <summary>Deletes a key: the file, and before it what lies in a hardware module.</summary>
    /// <exception cref="CryptographicException">The device cannot be used; nothing is deleted.</exception>
    public static void Delete(string path)
    {
        var text = Encoding.UTF8.GetString(PrivateFile.Read(path));
        if (KeyFileHead.LinesBefore(text, PemEncoding.Find(text)).TryGetValue(KeyFileHead.Place, out var place))
            Pkcs11Keys.Destroy(Pkcs11Place.Parse(place));
        File.Delete(path);
    }

    /// <summary>Gives a key other terms; the file is the old or the new one at every moment.</summary>
    public static void Rewrite(string path, SigningTerms terms)
    {
        var text = Encoding.UTF8.GetString(PrivateFile.Read(path));
        var pem = PemEncoding.Find(text);
        var lines = text[..pem.Location.Start].Split('\n');
        var place = lines.Where(line => line.StartsWith(KeyFileHead.Place + ":", StringComparison.Ordinal));
        var head = string.Join('\n', [lines[0], .. KeyFileHead.Write(terms), .. place, ""]);
        PrivateFile.Replace(path, Encoding.UTF8.GetBytes($"{head}{text[pem.Location]}\n"));
    }

    private static string Create(string folder, KeyId id, SigningTerms terms, IEnumerable<string> place, string pem)
    {
        var path = Path.Combine(folder, id + Ending);
        var head = string.Join('\n', [$"Token signing key {id}. For its owner alone.", .. KeyFileHead.Write(terms), .. place, ""]);
        PrivateFile.Create(path, Encoding.UTF8.GetBytes(head + pem));
        return path;
    }

    private static IKeySigner SignerOf(string label, byte[] key, Dictionary<string, string> head) => label switch
    {
        PrivateLabel => new FileSigner(key),
        PublicLabel when head.TryGetValue(KeyFileHead.Place, out var place) => new Pkcs11Signer(Pkcs11Place.Parse(place), key),
        _ => throw new FormatException($"holds a {label}, not a {PrivateLabel}"),
    };
}
