using Perks.Admin.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>A claim that came second, with both sides beside each other.</summary>
internal static class ConflictView
{
    public static void Show(IAnsiConsole screen, Conflict conflict)
    {
        screen.MarkupLineInterpolated($"[bold]{InWords(conflict.Kind)}[/]  [grey]{conflict.ConflictId}, written {Wording.Of(conflict.RecordTime)}[/]");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "came first", "came second");
        Row(table, "Who", conflict, side => $"{side.PartnerId}:{side.Terminal}");
        Row(table, "When, by its clock", conflict, side => Wording.Of(side.ClaimTime));
        Row(table, "Perk", conflict, side => side.PerkId);
        Row(table, "Lent", conflict, side => string.Join(", ", side.ItemRefs));
        Row(table, "Grant", conflict, side => side.GrantId.Length > 0 ? side.GrantId : "none");
        screen.Write(table);
        ShowResolution(screen, conflict);
    }

    private static void ShowResolution(IAnsiConsole screen, Conflict conflict)
    {
        if (conflict.Resolution == ConflictResolution.Unspecified)
        {
            screen.WriteLine($"  Open: edge ledger resolve {conflict.ConflictId} --accept-second|--dismiss-second --reason WHY");
        }
        else
        {
            screen.MarkupLineInterpolated(
                $"  [green]{Names.InWords(conflict.Resolution)}[/] by {conflict.ResolvedBy}, {Wording.Of(conflict.ResolveTime)}: {conflict.ResolutionReason}");
        }

        screen.WriteLine();
    }

    private static string InWords(ConflictKind kind) => kind switch
    {
        ConflictKind.Token => "One token, accepted twice",
        ConflictKind.Item => "One thing, lent twice",
        ConflictKind.Limit => "More than the member may have",
        _ => "Conflict",
    };

    private static void Row(Table table, string name, Conflict conflict, Func<ConflictSide, string> value) =>
        table.AddRow(new Text(name, new Style(Color.Grey)), new Text(Of(conflict.First, value)), new Text(Of(conflict.Second, value)));

    private static string Of(ConflictSide? side, Func<ConflictSide, string> value) => side is null ? "not known any more" : value(side);
}
