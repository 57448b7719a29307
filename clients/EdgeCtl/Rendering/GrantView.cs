using System.Globalization;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>A grant and what happened to it.</summary>
internal static class GrantView
{
    public static void Show(IAnsiConsole screen, Grant grant)
    {
        screen.Write(new Text(Names.InWords(grant.Custody).ToUpperInvariant(), new Style(Color.Aqua, decoration: Decoration.Bold)));
        screen.WriteLine($"  {grant.PerkId}  {grant.GrantId}");
        new FactSheet()
            .Row("Units", grant.UnitCount.ToString(CultureInfo.InvariantCulture))
            .Row("Out", string.Join(", ", grant.ItemRefs))
            .Row("Where", $"{grant.VenueId}, {grant.TerminalId}")
            .Row("Granted", Wording.Of(grant.CreateTime))
            .Row("Due", Wording.Of(grant.DueTime) + (grant.Overdue ? "  OVERDUE" : ""))
            .Row("Lapses", Wording.Of(grant.LapseTime) is { Length: > 0 } lapse ? $"{lapse} unless confirmed: edge confirm {grant.GrantId}" : null)
            .Show(screen);
        ShowTransitions(screen, grant);
    }

    private static void ShowTransitions(IAnsiConsole screen, Grant grant)
    {
        if (grant.Transitions.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("When", "State", "By", "Why");
        foreach (var step in grant.Transitions)
        {
            table.AddRow(
                new Text(Wording.Of(step.Time)), new Text(Names.InWords(step.Custody)), new Text(step.Actor), new Text(step.Reason));
        }

        screen.Write(table);
    }
}
