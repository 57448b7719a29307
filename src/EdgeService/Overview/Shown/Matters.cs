using EdgeService.Flow;
using EdgeService.Flow.Figures;

namespace EdgeService.Overview.Shown;

/// <summary>What somebody should see to: what is so, what comes of it, and what to run next.</summary>
internal static class Matters
{
    /// <summary>So full is worth a word before calls are turned away.</summary>
    private const double NearlyFull = 0.8;

    public static IReadOnlyList<MatterView> Of(EdgeFigures figures, DoorFigures doors)
    {
        MatterView?[] all =
        [
            Data(figures), Ledger(figures.Ledger), Notes(figures), Lanes(figures.Ledger), Doors(doors),
            .. Edges(figures), .. Disputed(figures.Disputed.Value), .. Terminals(figures.Terminals.Value), Verified(figures),
        ];
        return [.. all.OfType<MatterView>().OrderBy(matter => matter.Mood == Mood.Bad ? 0 : 1)];
    }

    private static MatterView? Data(EdgeFigures figures)
    {
        if (figures.Snapshot is not { } snapshot)
            return new(Mood.Bad, "There is no snapshot that can be served: every question is turned away. Bring one.", "edge snapshot push people.snap");
        var (mood, word) = Ages.Of(figures.Perks);
        var consequence = mood == Mood.Bad ? "those send people to the desk" : "those answer with care, or send people to the desk";
        return mood == Mood.Good ? null : new(
            mood,
            $"The data is {Wording.Span(snapshot.Basis.Age)} old, {word}: {consequence}. Bring a newer snapshot, or the changes since.",
            "edge snapshot push people.snap");
    }

    private static MatterView? Verified(EdgeFigures figures) => figures.Snapshot is { VerifiedShare: < 1 } snapshot
        ? new(Mood.Warn, $"The snapshot is verified to {Wording.Percent(Math.Min(snapshot.VerifiedShare, 0.99))}; this goes on by itself, and nothing unverified is answered from.", "")
        : null;

    private static MatterView? Ledger(LedgerFigures ledger) => ledger.Usable ? null : new(
        Mood.Bad,
        $"The ledger is out of reach: {ledger.Fault} Checks go on without limits, and what is granted meanwhile is provisional. Its figures below are the last known.",
        "edge ledger status");

    private static MatterView? Notes(EdgeFigures figures) => figures.Ledger.PendingNotes == 0 ? null : new(
        Mood.Warn,
        $"{Wording.Things(figures.Ledger.PendingNotes, "provisional grant waits", "provisional grants wait")} here for the ledger, the oldest for {Wording.Span(figures.At - (figures.Ledger.OldestNote ?? figures.At))}. Settled by itself once the ledger is back.",
        "edge ledger status");

    private static MatterView? Lanes(LedgerFigures ledger) => ledger.Waiting.Count == 0 || ledger.Waiting.Max() <= ledger.Room * NearlyFull ? null : new(
        Mood.Warn, $"Calls pile up before the ledger: {Wording.Count(ledger.Waiting.Max())} wait in one lane of {Wording.Count(ledger.Room)}. See whether its disk or server is slow.", "edge ledger status");

    private static MatterView? Doors(DoorFigures doors)
    {
        (string Name, Fill Fill)[] fills = [("calls", doors.Calls), ("streams", doors.Streams), ("connections", doors.Connections)];
        var full = fills.Where(each => each.Fill.Share > NearlyFull).Select(each => $"{Wording.Count(each.Fill.Now)} of {Wording.Count(each.Fill.Most)} {each.Name}").ToList();
        return full.Count == 0 ? null : new(Mood.Warn, $"The doors are nearly full: {string.Join(", ", full)}. Beyond that, callers are turned away.", "");
    }

    private static IEnumerable<MatterView> Edges(EdgeFigures figures)
    {
        var silent = (figures.Others is { IsCurrent: true, Value: { } others } ? others : []).Where(edge => edge.IsSilent).ToList();
        if (silent.Count > 0)
        {
            yield return new(
                Mood.Warn,
                $"{(silent.Count == 1 ? $"Edge {Wording.Count(silent[0].Number)} has" : $"{Wording.Count(silent.Count)} edges have")} not been heard for {Wording.Span(silent.Min(edge => edge.Silence))} or longer: stopped, or cut off from the ledger. One that was taken away for good is forgotten after a week.",
                "");
        }
    }

    private static IEnumerable<MatterView> Disputed(DisputedFigures? disputed)
    {
        if (disputed?.OpenConflicts > 0)
            yield return new(Mood.Warn, $"{Claims(disputed.OpenConflicts, disputed.MoreConflicts)} second and must be decided.", "edge ledger conflicts");
        if (disputed?.FaultyClaims > 0)
        {
            yield return new(
                Mood.Warn,
                $"{Wording.AtLeast(disputed.FaultyClaims, disputed.MoreFaultyClaims)} {(disputed.FaultyClaims == 1 ? "claim of a terminal's journal" : "claims of terminals' journals")} could not be settled.",
                "edge ledger claims");
        }
    }

    private static string Claims(int count, bool more) => $"{Wording.AtLeast(count, more)} offline {(count == 1 ? "claim" : "claims")} came";

    private static IEnumerable<MatterView> Terminals(TerminalFigures? terminals)
    {
        if (terminals?.ByState.GetValueOrDefault(ShownState.Suspended) is > 0 and var suspended)
            yield return new(Mood.Warn, $"{Wording.Things(suspended, "terminal is", "terminals are")} suspended: nothing is answered there.", "edge terminal list --state suspended");
        if (terminals?.Expiring is > 0 and var expiring)
        {
            yield return new(
                Mood.Warn,
                $"{Wording.Things(expiring, "terminal has a certificate that ends", "terminals have certificates that end")} within three days, or already has: find out why it was not renewed.",
                "edge terminal list");
        }
    }
}
