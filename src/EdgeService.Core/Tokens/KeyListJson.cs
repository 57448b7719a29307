using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeService.Core.Tokens;

/// <summary>The key list as JSON, in which form gates keep it for verifying without a connection.</summary>
public static class KeyListJson
{
    private const string Algorithm = "ES256";
    private const long LongestLifetime = 366 * 86_400;

    public static byte[] Write(KeyList keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return JsonSerializer.SerializeToUtf8Bytes(DocumentOf(keys), KeyListJsonContext.Default.KeyListDocument);
    }

    private static KeyListDocument DocumentOf(KeyList keys) => new([.. keys.Keys.Select(Describe)])
    {
        Compromised = keys.Compromised.Count == 0 ? null : [.. keys.Compromised.Select(key => key.ToString()).Order(StringComparer.Ordinal)],
    };

    /// <summary>Null if the text is not a key list in which every key is usable; <paramref name="fault"/> then says what is wrong, for a log.</summary>
    public static KeyList? TryRead(ReadOnlySpan<byte> json, out string fault)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, KeyListJsonContext.Default.KeyListDocument);
            if (document is not null) return TryRead(document, out fault);
            fault = "not a key list: null";
            return null;
        }
        catch (JsonException wrong)
        {
            fault = $"not a key list: {wrong.Message}";
            return null;
        }
    }

    private static KeyList? TryRead(KeyListDocument document, out string fault)
    {
        var keys = new List<VerificationKey>(document.Keys.Length);
        foreach (var entry in document.Keys)
        {
            if (TryRead(entry) is not { } key)
            {
                fault = $"key {entry?.Kid}: not an {Algorithm} key on P-256 of that id with a lifetime of 1 second to 366 days";
                return null;
            }

            keys.Add(key);
        }

        var compromised = new List<KeyId>();
        foreach (var written in document.Compromised ?? [])
        {
            if (!KeyId.TryParse(written, out var id))
            {
                fault = $"compromised key {written}: not a key id of 16 lower-case hexadecimal digits";
                return null;
            }

            compromised.Add(id);
        }

        fault = "";
        return new(keys, compromised);
    }

    private static VerificationKey? TryRead(KeyEntry? entry)
    {
        if (entry?.Alg != Algorithm || entry.MaxLifetimeSeconds is < 1 or > LongestLifetime) return null;
        var scope = new KeyScope(entry.Perks?.ToFrozenSet(), entry.Venues?.ToFrozenSet(), TimeSpan.FromSeconds(entry.MaxLifetimeSeconds));
        var key = VerificationKey.TryOf(entry.PublicKey, scope, entry.UsableFrom, entry.UsableUntil);
        return key?.Id.ToString() == entry.Kid ? key : null;
    }

    private static KeyEntry Describe(VerificationKey key) => new(
        key.Id.ToString(),
        Algorithm,
        key.PublicKey.ToArray(),
        key.UsableFrom,
        key.UsableUntil,
        key.Scope.Perks is null ? null : [.. key.Scope.Perks.Order()],
        key.Scope.Venues is null ? null : [.. key.Scope.Venues.Order(StringComparer.Ordinal)],
        (long)key.Scope.MaxLifetime.TotalSeconds);
}

internal sealed record KeyListDocument(KeyEntry?[] Keys)
{
    /// <summary>Not in lists of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string?[]? Compromised { get; init; }
}

internal sealed record KeyEntry(
    string Kid,
    string Alg,
    byte[] PublicKey,
    DateTimeOffset UsableFrom,
    DateTimeOffset UsableUntil,
    ushort[]? Perks,
    string[]? Venues,
    long MaxLifetimeSeconds);

[JsonSerializable(typeof(KeyListDocument))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class KeyListJsonContext : JsonSerializerContext;
