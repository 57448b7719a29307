using System.Text.Json;

namespace EdgeCtl.Files;

/// <summary>JSON lines, read whole: with one line that cannot be read nothing is done, and every such line is named.</summary>
internal static class JsonLines
{
    private const int MostNamed = 20;

    /// <param name="input">The lines; empty ones are passed over.</param>
    /// <param name="source">What they come from, for faults.</param>
    /// <param name="read">Reads one, or adds what is wrong with it; null stands for nothing.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="UsageException">Lines that cannot be read, each with its number and all that is wrong with it.</exception>
    public static async Task<List<T>> ReadAsync<T>(TextReader input, string source, Func<JsonElement, List<string>, T?> read, CancellationToken cancellation)
        where T : class
    {
        List<T> all = [];
        List<string> faults = [];
        for (var number = 1; await input.ReadLineAsync(cancellation) is { } line; number++)
        {
            List<string> wrong = [];
            if (!string.IsNullOrWhiteSpace(line) && Read(line, read, wrong) is { } one)
            {
                all.Add(one);
            }

            faults.AddRange(wrong.Select(fault => $"{source}:{number}: {fault}"));
        }

        if (faults.Count > 0)
        {
            var more = faults.Count > MostNamed ? $"\n… and {faults.Count - MostNamed} more." : "";
            throw new UsageException(string.Join('\n', faults.Take(MostNamed)) + more);
        }

        return all;
    }

    private static T? Read<T>(string line, Func<JsonElement, List<string>, T?> read, List<string> wrong)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return read(document.RootElement, wrong);
            }

            wrong.Add("must be a JSON object, from { to }");
        }
        catch (JsonException broken)
        {
            wrong.Add($"is not JSON from character {(broken.BytePositionInLine ?? 0) + 1} on");
        }
        catch (InvalidOperationException)
        {
            wrong.Add("holds an escape that is half a character (a surrogate without its other half)");
        }

        return null;
    }
}
