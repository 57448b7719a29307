using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>
/// One signing key as a file: PKCS#8 in PEM, and before it, where PEM allows free text (RFC 7468 section 2), lines of <c>name: value</c> with its
/// terms. Terms that are not there do not limit the key.
/// </summary>
public static class SigningKeyFile
{
    private const string From = "signs-from";
    private const string Until = "signs-until";
    private const string Perks = "perks";
    private const string Venues = "venues";
    private const string Lifetime = "max-lifetime-seconds";
    private const string Label = "PRIVATE KEY";
    private static readonly DateTimeOffset LatestExpiry = DateTimeOffset.FromUnixTimeSeconds(uint.MaxValue);

    /// <exception cref="KeyMaterialException">The file cannot be used; the message says why.</exception>
    public static SigningKey Read(string path)
    {
        var text = Encoding.UTF8.GetString(PrivateFile.Read(path));
        try
        {
            var pem = PemEncoding.Find(text);
            if (text[pem.Label] != Label) throw new FormatException($"holds a {text[pem.Label]}, not a {Label}");
            return new(Convert.FromBase64String(text[pem.Base64Data]), TermsOf(LinesBefore(text, pem)));
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
        var id = KeyId.OfPublicKey(key.ExportSubjectPublicKeyInfo());
        var path = Path.Combine(folder, $"{id}.key");
        PrivateFile.Create(path, Encoding.UTF8.GetBytes($"{Describe(id, terms)}{key.ExportPkcs8PrivateKeyPem()}\n"));
        return path;
    }

    private static string Describe(KeyId id, SigningTerms terms) => string.Join('\n',
        $"Token signing key {id}. For its owner alone.",
        $"{From}: {terms.SignsFrom.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}",
        $"{Until}: {terms.SignsUntil.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}",
        $"{Perks}: {(terms.Scope.Perks is { } perks ? string.Join(' ', perks.Order()) : "all")}",
        $"{Venues}: {(terms.Scope.Venues is { } venues ? string.Join(' ', venues.Order(StringComparer.Ordinal)) : "all")}",
        $"{Lifetime}: {(long)terms.Scope.MaxLifetime.TotalSeconds}",
        "");

    private static Dictionary<string, string> LinesBefore(string text, PemFields pem) => text[..pem.Location.Start]
        .Split('\n')
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .Where(parts => parts.Length == 2)
        .ToDictionary(parts => parts[0], parts => parts[1]);

    private static SigningTerms TermsOf(Dictionary<string, string> lines)
    {
        var lifetime = lines.TryGetValue(Lifetime, out var seconds)
            ? TimeSpan.FromSeconds(int.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture))
            : KeyScope.Everything.MaxLifetime;
        var scope = new KeyScope(
            Words(lines, Perks)?.Select(word => ushort.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture)).ToFrozenSet(),
            Words(lines, Venues)?.ToFrozenSet(),
            lifetime);
        return new(TimeOf(lines, From, DateTimeOffset.UnixEpoch), TimeOf(lines, Until, LatestExpiry), scope);
    }

    private static string[]? Words(Dictionary<string, string> lines, string name) =>
        lines.TryGetValue(name, out var words) && words != "all" ? words.Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;

    private static DateTimeOffset TimeOf(Dictionary<string, string> lines, string name, DateTimeOffset otherwise) =>
        lines.TryGetValue(name, out var time) ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : otherwise;
}
