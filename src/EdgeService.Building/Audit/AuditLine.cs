using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace EdgeService.Building.Audit;

/// <summary>
/// One line: a JSON object whose last two members are <c>prev</c>, the hash of the line before, and <c>hash</c>, the HMAC-SHA-256 of every byte
/// of the line before <c>,"hash"</c>.
/// </summary>
/// <param name="Sequence">1 for the first line of the log, then one more each.</param>
/// <param name="Entry">What it says.</param>
/// <param name="Previous">Hash of the line before, in lower-case hex; zeros in the first.</param>
/// <param name="Hash">Its own hash as it stands there.</param>
public sealed record AuditLine(long Sequence, AuditEntry Entry, string Previous, string Hash)
{
    /// <summary>A longer line was not written by an edge.</summary>
    public const int MaxBytes = 4096;

    private const int HashDigits = 2 * SHA256.HashSizeInBytes;
    private const int LongestText = 120;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int TailBytes = 9 + HashDigits + 2;

    /// <summary>What the first line has in place of a hash before it.</summary>
    public static string NoHash { get; } = new('0', HashDigits);

    private static ReadOnlySpan<byte> HashStart => ",\"hash\":\""u8;

    /// <summary>Writes a line with its end, and returns its hash.</summary>
    public static string Write(IBufferWriter<byte> output, long sequence, AuditEntry entry, string previous, ReadOnlySpan<byte> key)
    {
        var content = ContentOf(sequence, entry, previous);
        var hash = HashOf(content, key);
        output.Write(content);
        output.Write(HashStart);
        foreach (var digit in hash)
            output.Write([(byte)digit]);
        output.Write("\"}\n"u8);
        return hash;
    }

    /// <summary>Reads a line without its end; null if an edge would not have written it so.</summary>
    public static AuditLine? Read(ReadOnlySpan<byte> line)
    {
        if (line.Length is < TailBytes or > MaxBytes || !line[^TailBytes..].StartsWith(HashStart) || !line.EndsWith("\"}"u8))
            return null;
        try
        {
            var reader = new Utf8JsonReader(line);
            using var json = JsonDocument.ParseValue(ref reader);
            return reader.BytesConsumed == line.Length ? Read(json.RootElement) : null;
        }
        catch (Exception foreign) when (foreign is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether the line was written with this key, and not a bit of it has changed since.</summary>
    public static bool IsAuthentic(ReadOnlySpan<byte> line, ReadOnlySpan<byte> key)
    {
        if (line.Length < TailBytes || !line[^TailBytes..].StartsWith(HashStart) || !line.EndsWith("\"}"u8))
            return false;
        Span<byte> hash = stackalloc byte[HashDigits];
        System.Text.Encoding.ASCII.GetBytes(HashOf(line[..^TailBytes], key), hash);
        return CryptographicOperations.FixedTimeEquals(line[^(HashDigits + 2)..^2], hash);
    }

    private static AuditLine Read(JsonElement json) => new(
        json.GetProperty("seq").GetInt64(),
        new AuditEntry(
            DateTimeOffset.ParseExact(Text(json, "time"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            Text(json, "actor"),
            Text(json, "act"),
            Text(json, "subject"),
            Text(json, "outcome"),
            Text(json, "request")),
        Text(json, "prev"),
        Text(json, "hash"));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException(name);

    private static byte[] ContentOf(long sequence, AuditEntry entry, string previous)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("seq", sequence);
            json.WriteString("time", entry.Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("actor", Cut(entry.Actor));
            json.WriteString("act", Cut(entry.Act));
            json.WriteString("subject", Cut(entry.Subject));
            json.WriteString("outcome", Cut(entry.Outcome));
            json.WriteString("request", Cut(entry.Request));
            json.WriteString("prev", previous);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan[..^1].ToArray();
    }

    /// <summary>Escaped, a text grows to six times its length at most, so that a line always stays below its bound.</summary>
    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];

    private static string HashOf(ReadOnlySpan<byte> content, ReadOnlySpan<byte> key) => Convert.ToHexStringLower(HMACSHA256.HashData(key, content));
}
