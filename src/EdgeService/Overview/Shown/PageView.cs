using EdgeService.Flow.Figures;

namespace EdgeService.Overview.Shown;

/// <summary>All that the page says, in words: made of figures alone, so that the same figures always read the same.</summary>
public sealed record PageView
{
    /// <summary>Which elements there are: while it stays the same, only texts and lengths change.</summary>
    public required string Shape { get; init; }

    /// <summary>When the figures were read.</summary>
    public required string ReadAt { get; init; }

    /// <summary>What the page is called, such as "Edge 1".</summary>
    public required string Name { get; init; }

    /// <summary>The worst of all matters.</summary>
    public required string Mood { get; init; }

    /// <summary>One sentence: whether somebody is needed.</summary>
    public required string Headline { get; init; }

    /// <summary>What somebody should see to, the gravest first.</summary>
    public required IReadOnlyList<MatterView> Matters { get; init; }

    public required IReadOnlyList<TileView> Tiles { get; init; }

    public required ScoresView Scores { get; init; }

    public required PerksView Perks { get; init; }

    public required ConflictsView Conflicts { get; init; }

    public required IReadOnlyList<FactView> Snapshot { get; init; }

    public required EdgesView Edges { get; init; }

    public required TerminalsView Terminals { get; init; }

    public static PageView Of(EdgeFigures figures, DoorFigures doors)
    {
        var matters = Shown.Matters.Of(figures, doors);
        var name = $"Edge {Wording.Count(figures.EdgeNumber)}";
        var view = new PageView
        {
            Shape = "",
            ReadAt = Wording.Moment(figures.At),
            Name = name,
            Mood = matters.Count == 0 ? Shown.Mood.Good : matters[0].Mood,
            Headline = matters.Count == 0 ? "All is well. Nothing waits for you." : $"{Wording.Things(matters.Count, "matter needs", "matters need")} you.",
            Matters = matters,
            Tiles = Shown.Tiles.Of(figures),
            Scores = ScoresView.Of(figures.Snapshot),
            Perks = PerksView.Of(figures),
            Conflicts = ConflictsView.Of(figures),
            Snapshot = SnapshotFacts.Of(figures),
            Edges = EdgesView.Of(figures, doors),
            Terminals = TerminalsView.Of(figures),
        };
        return view with { Shape = ShapeOf(view) };
    }

    private static string ShapeOf(PageView view) => string.Join('/', (string[])
    [
        $"{view.Matters.Count}",
        $"{view.Tiles.Count}",
        $"{view.Scores.Bars.Count}",
        string.Join(',', view.Perks.Rows.Select(row => row.Id)),
        $"{view.Conflicts.Rows.Count}",
        $"{view.Snapshot.Count}",
        $"{view.Edges.Fills.Count}-{view.Edges.Facts.Count}-{view.Edges.Rows.Count}",
        $"{view.Terminals.States.Count}-{view.Terminals.Rows.Count}",
        string.Join(string.Empty, view.Matters.Select(matter => matter.Command.Length == 0 ? 'n' : 'c')),
    ]);
}

/// <summary>Something to see to.</summary>
/// <param name="Mood">How grave.</param>
/// <param name="Text">What is so, and what comes of it.</param>
/// <param name="Command">What to run next; empty where there is nothing to run.</param>
public sealed record MatterView(string Mood, string Text, string Command);

/// <summary>One large figure.</summary>
/// <param name="Label">Of what.</param>
/// <param name="Value">The figure.</param>
/// <param name="Mood">How that is.</param>
/// <param name="Note">In a few words, what that means.</param>
public sealed record TileView(string Label, string Value, string Mood, string Note);

/// <summary>One line of a list.</summary>
public sealed record FactView(string Label, string Value);
