using Perks.Admin.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>A claim that came second, with both sides beside each other.</summary>
internal static class ConflictView
{
    public static void Show(IAnsiConsole screen, Conflict conflict)
    {
        var (first, second) = (conflict.First ?? new FirstSide(), conflict.Second);
        screen.MarkupLineInterpolated($"[bold]{InWords(conflict)}[/]  [grey]{conflict.ConflictId}[/]");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "came first", "came second");
        Row(table, "Who", Joined(first.PartnerId, first.Actor), $"{second.PartnerId}:{second.Grant.VenueId}:{second.Grant.TerminalId}");
        Row(table, "When", Wording.Of(first.Time), $"{Wording.Of(second.Grant.CreateTime)}, by its own clock");
        Row(table, "Perk", "", second.Grant.PerkId);
        Row(table, "Lent", conflict.ItemRef, string.Join(", ", second.Grant.LentItemRefs));
        Row(table, "Told", "", Wording.Of(conflict.RecordTime));
        Row(table, "Grant", first.GrantId, second.Grant.GrantId);
        screen.Write(table);
        ShowResolution(screen, conflict);
    }

    private static void ShowResolution(IAnsiConsole screen, Conflict conflict)
    {
        if (conflict.Resolution == ConflictResolution.Unspecified)
        {
            screen.WriteLine($"  Open: edge ledger resolve {conflict.ConflictId} --stands or --dismissed, with --reason WHY");
        }
        else
        {
            screen.MarkupLineInterpolated($"  [green]{Names.InWords(conflict.Resolution)}[/], {Wording.Of(conflict.ResolveTime)}: {conflict.ResolutionReason}");
        }

        screen.WriteLine();
    }

    private static string InWords(Conflict conflict) => conflict.Cause switch
    {
        ConflictCause.TokenRedeemed => "One token, accepted twice",
        ConflictCause.ItemTaken => $"{conflict.ItemRef}, lent twice",
        ConflictCause.Limit => "More than the member may have",
        ConflictCause.TokenRevoked => "A token accepted after it was revoked",
        ConflictCause.TokenTooOld => "A token accepted after its time",
        ConflictCause.InFuture => "A claim from the future",
        ConflictCause.ClaimTooOld => "A claim so old that it may be known already",
        _ => "Conflict",
    };

    private static string Joined(string partner, string actor) => partner.Length > 0 ? $"{partner}:{actor}" : actor;

    private static void Row(Table table, string name, string first, string second) =>
        table.AddRow(new Text(name, new Style(Color.Grey)), new Text(first.Length > 0 ? first : "–"), new Text(second));
}
