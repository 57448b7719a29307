using EdgeService.Flow;
using EdgeService.Flow.Figures;

namespace EdgeService.Overview.Shown;

/// <summary>The terminals.</summary>
/// <param name="Summary">As of when, and which are shown.</param>
/// <param name="States">How many are in each state.</param>
/// <param name="Rows">Those that need somebody first.</param>
public sealed record TerminalsView(string Summary, IReadOnlyList<FactView> States, IReadOnlyList<TerminalRow> Rows)
{
    public static TerminalsView Of(EdgeFigures figures)
    {
        if (figures.Terminals is not { Value: { } terminals } known)
            return new("The register of terminals has not told yet which there are.", [], []);
        if (terminals.Counted == 0)
            return new("There are none: neither catalog nor register has a terminal. They come with the catalog.", [], []);
        return new(
            SummaryOf(terminals, known),
            [.. Enum.GetValues<ShownState>().Select(state => new FactView(NameOf(state), Wording.Count(terminals.ByState.GetValueOrDefault(state)))), new("Certificate ends soon", Wording.Count(terminals.Expiring))],
            [.. terminals.Shown.Select(line => Row(line, figures.At))]);
    }

    private static string SummaryOf(TerminalFigures terminals, Known<TerminalFigures> known)
    {
        var whole = terminals.More ? $"The first {Wording.Count(terminals.Counted)} by name were counted; there are more." : $"{Wording.Things(terminals.Counted, "terminal", "terminals")} in all.";
        var asOf = known.IsCurrent ? "" : $" This was so at {Wording.Moment(known.At)}; the register cannot be asked now.";
        var shown = terminals.Counted > terminals.Shown.Count ? $" Shown are {terminals.Shown.Count}: those that need somebody, then those seen latest." : "";
        return whole + asOf + shown;
    }

    private static TerminalRow Row(TerminalLine line, DateTimeOffset now) => new(
        line.Name,
        NameOf(line.State),
        line.State switch { ShownState.Active => Mood.Good, ShownState.Suspended => Mood.Warn, ShownState.Revoked => Mood.Bad, _ => Mood.Plain },
        Wording.Ago(line.LastSeen, now),
        line.GoodUntil is { } until ? Wording.Minute(until) : "not in the register",
        line.IsExpiring ? Mood.Warn : Mood.Plain);

    private static string NameOf(ShownState state) => state switch
    {
        ShownState.Unenrolled => "Not enrolled",
        ShownState.Enrolled => "Enrolled, never seen",
        ShownState.Active => "Active",
        ShownState.Suspended => "Suspended",
        _ => "Revoked",
    };
}

/// <summary>One terminal.</summary>
/// <param name="Name"><c>partner:venue:terminal</c>.</param>
/// <param name="State">Whether its calls are answered.</param>
/// <param name="StateMood">How that is.</param>
/// <param name="LastSeen">How long ago it called.</param>
/// <param name="Certificate">Until when it has a good one.</param>
/// <param name="CertificateMood">How that is.</param>
public sealed record TerminalRow(string Name, string State, string StateMood, string LastSeen, string Certificate, string CertificateMood);
