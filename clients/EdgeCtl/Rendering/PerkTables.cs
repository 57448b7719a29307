using System.Globalization;
using Perks.Edge.V1;
using Perks.Member.V1;
using Spectre.Console;
using MemberPerks = Perks.Member.V1.ListPerksResponse;
using TerminalPerks = Perks.Edge.V1.ListPerksResponse;

namespace EdgeCtl.Rendering;

/// <summary>Perks as tables.</summary>
internal static class PerkTables
{
    public static void Show(IAnsiConsole screen, TerminalPerks reply, string language)
    {
        var table = NewTable("Perk", "Title", "Score", "Benefit", "Asks for", "Offline", "Handover");
        foreach (var perk in reply.Perks)
        {
            AddRow(
                table,
                perk.PerkId,
                Languages.Pick(perk.Titles, language),
                Threshold(perk),
                BenefitWording.Of(perk.Benefit),
                string.Join(", ", perk.Attributes.Select(attribute => attribute.Required ? attribute.Name : $"({attribute.Name})")),
                Names.InWords(perk.OfflineClass),
                perk.HandoverRequired ? "confirm" : "");
        }

        Finish(screen, table, reply.Basis);
    }

    public static void Show(IAnsiConsole screen, MemberPerks reply, string language)
    {
        var table = NewTable("Partner", "Venue", "Perk", "Title", "Score", "Now", "What stands in the way");
        foreach (var standing in reply.Perks)
        {
            AddRow(
                table,
                standing.PartnerId,
                standing.VenueId,
                standing.Perk.PerkId,
                Languages.Pick(standing.Perk.Titles, language),
                Threshold(standing.Perk),
                Names.InWords(standing.Outcome),
                InTheWay(standing));
        }

        Finish(screen, table, reply.Basis);
    }

    private static Table NewTable(params string[] columns) => new Table().Border(TableBorder.Simple).AddColumns(columns);

    private static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static string Threshold(OfferedPerk perk) =>
        perk.ScoreThreshold == 0 ? "" : "≥ " + perk.ScoreThreshold.ToString(CultureInfo.InvariantCulture);

    private static string InTheWay(PerkStanding standing) =>
        string.Join("; ", standing.Reasons.Select(reason => reason.Title.Length > 0 ? reason.Title : reason.Code));

    private static void Finish(IAnsiConsole screen, Table table, Basis? basis)
    {
        screen.Write(table);
        if (basis is not null)
        {
            screen.MarkupLineInterpolated($"  [grey]{Wording.Of(basis)}[/]");
        }
    }
}
