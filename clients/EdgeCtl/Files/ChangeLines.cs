using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Perks.Admin.V1;

namespace EdgeCtl.Files;

/// <summary>Changes as JSON lines.</summary>
/// <param name="Changes">In the order of the file.</param>
/// <param name="AsOf">The last line that says until when nothing else has changed; null without one.</param>
internal sealed record ChangeLines(IReadOnlyList<Change> Changes, Timestamp? AsOf)
{
    /// <exception cref="UsageException">Lines that cannot be read, each with its number and what is wrong; or there are none.</exception>
    public static async Task<ChangeLines> ReadAsync(TextReader input, string source, CancellationToken cancellation)
    {
        Timestamp? asOf = null;
        var changes = await JsonLines.ReadAsync(input, source, (json, wrong) => Read(json, wrong, ref asOf), cancellation);
        return changes.Count > 0 || asOf is not null ? new(changes, asOf) : throw new UsageException($"{source} holds no change.");
    }

    private static Change? Read(JsonElement json, List<string> wrong, ref Timestamp? asOf)
    {
        if (!json.EnumerateObject().All(one => one.Name == "asOfTime"))
        {
            return MessageReading.Read(json, Change.Parser, wrong);
        }

        asOf = MessageReading.Read(json, ApplyChangesRequest.Parser, wrong)?.AsOfTime ?? asOf;
        return null;
    }
}
