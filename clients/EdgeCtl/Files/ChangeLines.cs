using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Perks.Admin.V1;

namespace EdgeCtl.Files;

/// <summary>Changes as JSON lines, read whole: one line that cannot be read and nothing is sent.</summary>
/// <param name="Changes">In the order of the file.</param>
/// <param name="AsOf">The last line that says until when nothing else has changed; null without one.</param>
internal sealed record ChangeLines(IReadOnlyList<Change> Changes, Timestamp? AsOf)
{
    private const int MostNamed = 20;

    /// <exception cref="UsageException">Lines that cannot be read, each with its number and what is wrong.</exception>
    public static async Task<ChangeLines> ReadAsync(TextReader input, string source, CancellationToken cancellation)
    {
        List<Change> changes = [];
        List<string> faults = [];
        Timestamp? asOf = null;
        for (var number = 1; await input.ReadLineAsync(cancellation) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (Read(line, out var heartbeat, out var fault) is { } change)
            {
                changes.Add(change);
            }

            asOf = heartbeat ?? asOf;
            if (fault is not null)
            {
                faults.Add($"{source}:{number}: {fault}");
            }
        }

        if (faults.Count > 0)
        {
            var more = faults.Count > MostNamed ? $"\n… and {faults.Count - MostNamed} more." : "";
            throw new UsageException(string.Join('\n', faults.Take(MostNamed)) + more);
        }

        return changes.Count > 0 || asOf is not null ? new(changes, asOf) : throw new UsageException($"{source} holds no change.");
    }

    private static Change? Read(string line, out Timestamp? asOf, out string? fault)
    {
        (asOf, fault) = (null, null);
        try
        {
            using var document = JsonDocument.Parse(line);
            var isHeartbeat = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().All(one => one.Name == "asOfTime");
            if (!isHeartbeat)
            {
                return Change.Parser.ParseJson(line);
            }

            asOf = ApplyChangesRequest.Parser.ParseJson(line).AsOfTime;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidJsonException or InvalidProtocolBufferException or InvalidOperationException)
        {
            fault = unreadable.Message;
        }

        return null;
    }
}
