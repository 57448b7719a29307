using EdgeService.Flow.Figures;

namespace EdgeService.Overview.Shown;

/// <summary>This edge, and what it knows of others.</summary>
/// <param name="Facts">About this one.</param>
/// <param name="Fills">How full its doors and the lanes before its ledger are.</param>
/// <param name="Others">What it knows of other edges, in a sentence.</param>
/// <param name="Rows">The other edges of its ledger.</param>
public sealed record EdgesView(IReadOnlyList<FactView> Facts, IReadOnlyList<FillView> Fills, string Others, IReadOnlyList<EdgeRow> Rows)
{
    public static EdgesView Of(EdgeFigures figures, DoorFigures doors)
    {
        var ledger = figures.Ledger;
        return new(
            [
                new("Edge", Wording.Count(figures.EdgeNumber)),
                new("Version", EdgeMeeting.Version),
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
            OthersOf(figures),
            [.. (figures.Others.Value ?? []).Select(edge => EdgeRow.Of(edge, figures))]);
    }

    private static string OthersOf(EdgeFigures figures)
    {
        if (!figures.Ledger.IsShared)
            return "This ledger is this edge's alone, and knows of no other edge. Each edge shows its own page.";
        const string Shared = "Grants, conflicts and terminals here are those of all edges of this ledger; doors, answers and snapshot are this edge's own.";
        return figures.Others switch
        {
            { Value: null } => $"{Shared} Other edges were not heard of yet.",
            { Value.Count: 0 } => $"{Shared} No other edge was heard of in a week.",
            { IsCurrent: false } => $"{Shared} Others as last heard at {Wording.Moment(figures.Others.At)}; the ledger cannot be asked now.",
            _ => $"{Shared} Each edge shows its own page.",
        };
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

/// <summary>Another edge.</summary>
/// <param name="Name">Its number.</param>
/// <param name="Heard">When it was last heard.</param>
/// <param name="HeardMood">How that is.</param>
/// <param name="Data">What it answers from.</param>
/// <param name="DataMood">How that is beside this edge's.</param>
/// <param name="Version">Version of the service there, and since when it runs.</param>
public sealed record EdgeRow(string Name, string Heard, string HeardMood, string Data, string DataMood, string Version)
{
    public static EdgeRow Of(EdgeLine edge, EdgeFigures figures)
    {
        var behind = edge.SnapshotRevision < (figures.Snapshot?.Basis.SnapshotRevision ?? 0) || edge.CatalogRevision < figures.CatalogRevision;
        return new(
            $"Edge {Wording.Count(edge.Number)}",
            edge.IsSilent ? $"silent for {Wording.Span(edge.Silence)}" : $"heard {Wording.Span(edge.Silence)} ago",
            edge.IsSilent ? Mood.Warn : Mood.Good,
            edge.SnapshotRevision == 0
                ? "no snapshot"
                : $"snapshot {Wording.Count(edge.SnapshotRevision)}, {Wording.Span(edge.DataAge)} old, catalog {Wording.Count(edge.CatalogRevision)}{(behind ? ": behind this edge" : "")}",
            behind ? Mood.Warn : Mood.Plain,
            $"{edge.Version}, running for {Wording.Span(edge.RunningFor)}");
    }
}
