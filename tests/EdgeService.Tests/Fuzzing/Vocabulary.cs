using System.Globalization;
using EdgeService.Fuzzing;

namespace EdgeService.Tests.Fuzzing;

/// <summary>What may plausibly stand in a field, by its name.</summary>
internal sealed class Vocabulary
{
    private static readonly string[] OddTexts =
    [
        "", " ", "\0", "a\0b", "\uFEFF", "\u202E", "\U0001F6B2", "ﬃ", "İ", "a\r\nb", "'; DROP TABLE grants; --", "%s%n", "../../etc/passwd", "{0}", "\\", "\"", "-1", "0", "null",
        new('x', 64), new('x', 65), new('x', 257), new('é', 128), new('x', 4_000),
    ];

    private readonly Dictionary<string, string[]> _texts = new(StringComparer.Ordinal)
    {
        ["value"] = ["demo-alice", "demo-bo", "demo-chen", "demo-dora", "demo-erik", "nobody"],
        ["member_id"] = ["demo-alice", "demo-bo", "fuzzed-member"],
        ["perk_id"] = ["bike.deposit-free", "umbrella.deposit-free", "charger.deposit-free", "station.lounge", "library.card-free", "no.such"],
        ["audience"] = ["LOUNGE-A", "BIKE-1", "", "GATE-9"],
        ["item_ref"] = ["bike-1", "bike-2", "umbrella-1", "充电宝-1"],
        ["item_refs"] = ["bike-1", "bike-2", "umbrella-1"],
        ["currency_code"] = ["CNY", "EUR", "cny"],
        ["language_code"] = ["zh", "en", "sv", "de", "tlh"],
        ["partner_id"] = ["citybike", "railway", "nobody"],
        ["venue_id"] = ["central-park", "central-station"],
        ["key"] = ["ticket_class", "journey", "flight", "band"],
        ["text"] = ["first", "digest-1"],
        ["service"] = ["", "perks.edge.v1.EligibilityService"],
        ["file_name"] = ["copy.db", "backup-1"],
    };

    public DateTimeOffset Now { get; init; } = DateTimeOffset.UnixEpoch.AddYears(56);

    /// <summary>Adds texts that only a running service can give, such as tokens.</summary>
    public Vocabulary With(string field, params string[] texts)
    {
        _texts[field] = [.. _texts.GetValueOrDefault(field, []), .. texts];
        return this;
    }

    /// <summary>All words, for mutations that know no field names.</summary>
    public string[] Words => [.. _texts.Values.SelectMany(texts => texts).Distinct()];

    public string Of(string field, FuzzRandom random) => field switch
    {
        "request_id" => new Guid(random.Bytes(16)).ToString(),
        _ when _texts.TryGetValue(field, out var texts) => random.Of(texts),
        _ when field.EndsWith("_ref", StringComparison.Ordinal) || field.EndsWith("_id", StringComparison.Ordinal) => "ref-" + random.Next(50).ToString(CultureInfo.InvariantCulture),
        _ => random.Of(OddTexts),
    };

    public string Odd(FuzzRandom random) => random.OneIn(2) ? random.Of(OddTexts) : random.Of(Words);

    public static byte[] BytesOf(string field, FuzzRandom random) => field == "member_tag" ? random.Bytes(16) : random.Bytes(random.Of([0, 16, 29, 115, 160]));
}
