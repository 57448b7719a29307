using System.Reflection;
using EdgeService.Flow.Figures;

namespace EdgeService.Overview.Shown;

/// <summary>This edge, and what it knows of others.</summary>
/// <param name="Facts">About this one.</param>
/// <param name="Fills">How full its doors and the lanes before its ledger are.</param>
/// <param name="Others">What it knows of other edges.</param>
public sealed record EdgesView(IReadOnlyList<FactView> Facts, IReadOnlyList<FillView> Fills, string Others)
{
    private static readonly string Version = (typeof(EdgesView).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+') is [var number, .. var rest]
        ? rest is [{ Length: > 8 } source] ? $"{number}, source {source[..8]}" : number
        : "";

    public static EdgesView Of(EdgeFigures figures, DoorFigures doors)
    {
        var ledger = figures.Ledger;
        return new(
            [
                new("Edge", Wording.Count(figures.EdgeNumber)),
                new("Version", Version),
                new("Running for", $"{Wording.Span(figures.At - doors.StartedAt)}, since {Wording.Moment(doors.StartedAt)}"),
                new("Ledger", $"{(ledger.Store == "postgres" ? "PostgreSQL" : "SQLite")}, {(ledger.Usable ? "in reach" : "out of reach")}, {Wording.Things(ledger.Waiting.Count, "lane", "lanes")}"),
                new("Provisional grants waiting", Wording.Count(ledger.PendingNotes)),
                new("Looking at these figures", Wording.Things(doors.Watchers, "page", "pages")),
            ],
            [
                FillView.Of("Calls under way", doors.Calls),
                FillView.Of("Streams open", doors.Streams),
                FillView.Of("Connections", doors.Connections),
                .. ledger.Waiting.Select((waiting, lane) => FillView.Of(ledger.Waiting.Count == 1 ? "Waiting for the ledger" : $"Waiting in lane {lane + 1}", new Fill(waiting, ledger.Room))),
            ],
            ledger.IsShared
                ? "Other edges write to this ledger too. Grants, conflicts and terminals here are those of all of them; doors, answers and snapshot are this edge's own. The ledger keeps no list of edges: each shows its own page."
                : "This ledger is this edge's alone, and knows of no other edge. Each edge shows its own page.");
    }
}

/// <summary>How full something is.</summary>
/// <param name="Label">Of what.</param>
/// <param name="Value">What is there, of how much.</param>
/// <param name="Length">0 to 100.</param>
/// <param name="Mood">How that is.</param>
public sealed record FillView(string Label, string Value, double Length, string Mood)
{
    private const double Nearly = 0.8;

    public static FillView Of(string label, Fill fill) => new(
        label,
        $"{Wording.Count(fill.Now)} of {Wording.Count(fill.Most)}",
        Math.Round(100 * Math.Min(1, fill.Share), 1),
        fill.Share > Nearly ? Shown.Mood.Warn : Shown.Mood.Good);
}
