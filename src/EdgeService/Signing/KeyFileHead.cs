using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>
/// The lines of <c>name: value</c> before the key in a key file, where PEM allows free text (RFC 7468 section 2): its terms. What is not there
/// does not limit the key.
/// </summary>
internal static class KeyFileHead
{
    /// <summary>Where in a hardware module the private key lies.</summary>
    public const string Place = "pkcs11";

    private const string Published = "published-from";
    private const string From = "signs-from";
    private const string Until = "signs-until";
    private const string Perks = "perks";
    private const string Venues = "venues";
    private const string Lifetime = "max-lifetime-seconds";
    private const string NoTime = "never";
    private static readonly DateTimeOffset LatestExpiry = DateTimeOffset.FromUnixTimeSeconds(uint.MaxValue);

    public static IEnumerable<string> Write(SigningTerms terms) =>
    [
        .. terms.PublishedFrom == DateTimeOffset.MinValue ? Array.Empty<string>() : [$"{Published}: {Write(terms.PublishedFrom)}"],
        $"{From}: {Write(terms.SignsFrom)}",
        $"{Until}: {Write(terms.SignsUntil)}",
        $"{Perks}: {(terms.Scope.Perks is { } perks ? string.Join(' ', perks.Order()) : "all")}",
        $"{Venues}: {(terms.Scope.Venues is { } venues ? string.Join(' ', venues.Order(StringComparer.Ordinal)) : "all")}",
        $"{Lifetime}: {(long)terms.Scope.MaxLifetime.TotalSeconds}",
    ];

    public static string Write(DateTimeOffset time) =>
        time == SigningTerms.Never ? NoTime : time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static Dictionary<string, string> LinesBefore(string text, PemFields pem) => text[..pem.Location.Start]
        .Split('\n')
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .Where(parts => parts.Length == 2)
        .ToDictionary(parts => parts[0], parts => parts[1]);

    public static SigningTerms TermsOf(Dictionary<string, string> lines)
    {
        var lifetime = lines.TryGetValue(Lifetime, out var seconds)
            ? TimeSpan.FromSeconds(int.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture))
            : KeyScope.Everything.MaxLifetime;
        var scope = new KeyScope(
            Words(lines, Perks)?.Select(word => ushort.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture)).ToFrozenSet(),
            Words(lines, Venues)?.ToFrozenSet(),
            lifetime);
        return new(TimeOf(lines, From, DateTimeOffset.UnixEpoch), TimeOf(lines, Until, LatestExpiry), scope)
        {
            PublishedFrom = TimeOf(lines, Published, DateTimeOffset.MinValue),
        };
    }

    public static DateTimeOffset TimeOf(Dictionary<string, string> lines, string name, DateTimeOffset otherwise) =>
        !lines.TryGetValue(name, out var time) ? otherwise
        : time == NoTime ? SigningTerms.Never
        : DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string[]? Words(Dictionary<string, string> lines, string name) =>
        lines.TryGetValue(name, out var words) && words != "all" ? words.Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;
}
