using System.Globalization;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>Grants and conflicts of the whole ledger as tables.</summary>
internal static class LedgerTables
{
    public static void Show(IAnsiConsole screen, IReadOnlyCollection<LedgerGrant> grants, DateTimeOffset now, string nextPage)
    {
        if (grants.Count == 0)
        {
            screen.WriteLine("No grant fits.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("Grant", "State", "Perk", "Partner", "Out", "Granted", "Due", "Owed");
        foreach (var ledger in grants)
        {
            var grant = ledger.Grant;
            table.AddRow(
                new Text(grant.GrantId),
                new Text(grant.Overdue ? "overdue" : Names.InWords(grant.Custody), new Style(ColourOf(grant))),
                new Text(grant.PerkId),
                new Text($"{ledger.PartnerId}:{grant.VenueId}"),
                new Text(grant.ItemRefs.Count > 0 ? string.Join(", ", grant.ItemRefs) : ""),
                new Text(Wording.Of(grant.CreateTime)),
                new Text(Due(grant, now)),
                new Text(grant.Money?.Due is { MinorUnits: > 0 } due ? Wording.Of(due) : ""));
        }

        screen.Write(table);
        screen.MarkupLineInterpolated($"  [grey]{grants.Count.ToString(CultureInfo.InvariantCulture)} shown{(nextPage.Length > 0 ? $"; more with --page {nextPage}" : "")}[/]");
    }

    public static void Show(IAnsiConsole screen, IReadOnlyCollection<Conflict> conflicts, string nextPage)
    {
        if (conflicts.Count == 0)
        {
            screen.WriteLine("No conflict waits for anybody.");
            return;
        }

        foreach (var conflict in conflicts)
        {
            ConflictView.Show(screen, conflict);
        }

        if (nextPage.Length > 0)
        {
            screen.MarkupLineInterpolated($"  [grey]more with --page {nextPage}[/]");
        }
    }

    private static string Due(Grant grant, DateTimeOffset now) => grant switch
    {
        { DueTime: null } or { EndTime: not null } => "",
        { Overdue: true } => $"{Wording.Of(now - grant.DueTime.ToDateTimeOffset())} ago",
        _ => $"in {Wording.Of(grant.DueTime.ToDateTimeOffset() - now)}",
    };

    private static Color ColourOf(Grant grant) => grant.Custody switch
    {
        Custody.Lost => Color.Red,
        Custody.Active or Custody.Opening => grant.Overdue ? Color.Yellow : Color.Aqua,
        _ => Color.Default,
    };
}
