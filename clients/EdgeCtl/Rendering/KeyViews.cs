using Google.Protobuf;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>Keys in tables and on a line of time.</summary>
internal static class KeyViews
{
    public static string IdOf(ByteString keyId) => Convert.ToHexStringLower(keyId.Span);

    /// <summary>The list that verifiers go by.</summary>
    public static void Show(IAnsiConsole screen, ListVerificationKeysResponse reply)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Key", "Algorithm", "From", "Until", "Venues", "Perks", "Longest life");
        foreach (var key in reply.Keys)
        {
            table.AddRow(
                new Text(IdOf(key.KeyId)),
                new Text(key.Algorithm),
                new Text(Wording.Of(key.StartTime)),
                new Text(Wording.Of(key.EndTime)),
                new Text(key.Venues.Count == 0 ? "all" : string.Join(", ", key.Venues)),
                new Text(key.PerkCodes.Count == 0 ? "all" : string.Join(", ", key.PerkCodes)),
                new Text(Wording.Of(key.MaxLifetime)));
        }

        screen.Write(table);
        foreach (var id in reply.CompromisedKeyIds)
        {
            screen.MarkupLineInterpolated($"[red]{IdOf(id)} is compromised: refuse its tokens[/]");
        }
    }

    /// <summary>All that operators are shown.</summary>
    public static void Show(IAnsiConsole screen, ListKeysResponse reply)
    {
        KeyTimeline.Show(screen, [.. reply.Keys.Where(key => key.Own)], reply.CurrentTime.ToDateTimeOffset());
        foreach (var key in reply.Keys)
        {
            screen.WriteLine();
            Show(screen, key, "");
        }

        foreach (var key in reply.CompromisedKeys)
        {
            screen.MarkupLineInterpolated($"[red]{IdOf(key.KeyId)} COMPROMISED[/] {Wording.Of(key.CompromiseTime)}; its last token would end {Wording.Of(key.EndTime)}");
        }
    }

    public static void Show(IAnsiConsole screen, SigningKey key, string next)
    {
        screen.MarkupLineInterpolated($"[bold]{IdOf(key.KeyId)}[/]  {StageOf(key)}");
        new FactSheet()
            .Row("Published", Wording.Of(key.PublishTime))
            .Row("Signs", key.SignStartTime is null ? "" : $"{Wording.Of(key.SignStartTime)} until {(key.SignEndTime is null ? "told otherwise" : Wording.Of(key.SignEndTime))}")
            .Row("Last token", Wording.Of(key.EndTime))
            .Row("Venues", key.Scope.Venues.Count == 0 ? "all" : string.Join(", ", key.Scope.Venues))
            .Row("Perks", key.Scope.PerkCodes.Count == 0 ? "all" : string.Join(", ", key.Scope.PerkCodes))
            .Row("Longest life", Wording.Of(key.Scope.MaxLifetime))
            .Show(screen);
        if (next.Length > 0)
        {
            screen.WriteLine(next);
        }
    }

    private static string StageOf(SigningKey key) => key.Own ? Names.Of(key.Stage) : "OF ANOTHER EDGE";
}
