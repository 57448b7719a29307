using System.Text;
using System.Text.Json;
using EdgeService.Core.Perks;

namespace EdgeService.Building.Catalogs;

/// <summary>
/// Finds names and values that hold half of an escaped surrogate pair. JSON allows them, but they are no text: whatever reads one
/// throws, so that they must be found first.
/// </summary>
internal static class JsonWords
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reports each with its line.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    internal static void Check(string json, List<CatalogFault> faults)
    {
        byte[] bytes;
        try
        {
            bytes = Strict.GetBytes(json);
        }
        catch (EncoderFallbackException half)
        {
            faults.Add(FaultAt(json.AsSpan(0, half.Index).Count('\n')));
            return;
        }

        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && !IsText(reader))
            {
                faults.Add(FaultAt(bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n')));
            }
        }
    }

    private static bool IsText(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static CatalogFault FaultAt(int linesBefore) =>
        new($"line {linesBefore + 1}", "holds half of a surrogate pair: two escapes such as \"\\ud83d\\udeb2\" must stand together");
}
