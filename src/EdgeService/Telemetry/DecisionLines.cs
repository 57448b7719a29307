using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace EdgeService.Telemetry;

/// <summary>The lines of the decision log: one JSON object each.</summary>
public static class DecisionLines
{
    public static void Add(IBufferWriter<byte> lines, in DecisionRecord record)
    {
        using (var json = new Utf8JsonWriter(lines))
        {
            json.WriteStartObject();
            json.WriteString("time", record.Time);
            json.WriteString("decision_id", Base64Url.EncodeToString(record.DecisionId.Span));
            json.WriteString("perk", record.PerkId);
            json.WriteString("partner", record.PartnerId);
            json.WriteString("venue", record.VenueId);
            json.WriteString("terminal", record.TerminalId);
            json.WriteString("outcome", record.Outcome);
            json.WriteString("code", record.Code);
            json.WriteEndObject();
        }

        lines.Write("\n"u8);
    }

    /// <summary>Says how many lines are missing before this place.</summary>
    public static void AddLost(IBufferWriter<byte> lines, DateTimeOffset now, long count)
    {
        using (var json = new Utf8JsonWriter(lines))
        {
            json.WriteStartObject();
            json.WriteString("time", now);
            json.WriteNumber("lost", count);
            json.WriteEndObject();
        }

        lines.Write("\n"u8);
    }
}
