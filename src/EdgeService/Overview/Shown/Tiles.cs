using EdgeService.Flow;
using EdgeService.Flow.Figures;

namespace EdgeService.Overview.Shown;

/// <summary>The large figures at the top.</summary>
internal static class Tiles
{
    /// <summary>Of a figure that would be good news if it were of now.</summary>
    private const string LastKnown = "last known";

    public static IReadOnlyList<TileView> Of(EdgeFigures figures) =>
    [
        Snapshot(figures), Answers(figures.Perks), Out(figures), Overdue(figures), Conflicts(figures), Ledger(figures.Ledger), Terminals(figures.Terminals),
    ];

    private static TileView Snapshot(EdgeFigures figures)
    {
        if (figures.Snapshot is not { } snapshot)
            return new("Age of the data", "none", Mood.Bad, "no snapshot");
        var (mood, word) = Ages.Of(figures.Perks);
        return new("Age of the data", Wording.Span(snapshot.Basis.Age), mood, $"{word}, revision {Wording.Count(snapshot.Basis.SnapshotRevision)}");
    }

    private static TileView Answers(IReadOnlyList<PerkFigures> perks)
    {
        var (permitted, total) = (perks.Sum(perk => perk.LastHour.Permitted), perks.Sum(perk => perk.LastHour.Total));
        return new("Answers in the last hour", Wording.Count(total), Mood.Plain, total == 0 ? "nobody asked" : $"{Wording.Percent((double)permitted / total)} permitted");
    }

    private static TileView Out(EdgeFigures figures)
    {
        var active = figures.Perks.Sum(perk => perk.Out.Active);
        return figures.Ledger.CountedAt is null
            ? new("Active grants", "unknown", Mood.Plain, "not counted yet")
            : new("Active grants", Wording.Count(active), Mood.Plain, $"{Wording.Count(figures.Perks.Sum(perk => perk.Out.Opening))} being handed over");
    }

    private static TileView Overdue(EdgeFigures figures)
    {
        var overdue = figures.Perks.Sum(perk => perk.Out.Overdue);
        if (figures.Ledger.CountedAt is null)
            return new("Overdue", "unknown", Mood.Plain, "not counted yet");
        if (overdue == 0 && !figures.Ledger.Usable)
            return new("Overdue", Wording.Count(overdue), Mood.Plain, LastKnown);
        return new("Overdue", Wording.Count(overdue), overdue == 0 ? Mood.Good : Mood.Warn, overdue == 0 ? "nothing is late" : "out past the due time");
    }

    private static TileView Conflicts(EdgeFigures figures)
    {
        if (figures.Disputed.Value is not { } disputed)
            return new("Open conflicts", "unknown", Mood.Plain, "not read yet");
        if (disputed.OpenConflicts == 0 && !figures.Disputed.IsCurrent)
            return new("Open conflicts", Wording.Count(0), Mood.Plain, LastKnown);
        return new(
            "Open conflicts",
            disputed.MoreConflicts ? $"{Wording.Count(disputed.OpenConflicts)}+" : Wording.Count(disputed.OpenConflicts),
            disputed.OpenConflicts == 0 ? Mood.Good : Mood.Warn,
            disputed.OpenConflicts == 0 ? "nothing to decide" : "wait for a person");
    }

    private static TileView Ledger(LedgerFigures ledger) => ledger.Usable
        ? new("Ledger", "in reach", Mood.Good, ledger.IsShared ? "PostgreSQL, shared" : "SQLite, of this edge")
        : new("Ledger", "away", Mood.Bad, "see above");

    private static TileView Terminals(Known<TerminalFigures> known)
    {
        if (known.Value is not { } terminals)
            return new("Terminals", "unknown", Mood.Plain, "not read yet");
        var answered = terminals.ByState.GetValueOrDefault(ShownState.Active) + terminals.ByState.GetValueOrDefault(ShownState.Enrolled) + terminals.ByState.GetValueOrDefault(ShownState.Unenrolled);
        var shut = terminals.ByState.GetValueOrDefault(ShownState.Suspended);
        return new("Terminals", Wording.Count(answered), shut > 0 ? Mood.Warn : Mood.Plain, shut > 0 ? $"{Wording.Count(shut)} suspended" : "none suspended");
    }
}
