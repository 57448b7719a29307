using EdgeService.Core.Grants;
using EdgeService.Flow.Figures;

namespace EdgeService.Overview.Shown;

/// <summary>Offline claims that came second.</summary>
/// <param name="Summary">How many, as of when.</param>
/// <param name="HowTo">How they are decided; empty where there are none.</param>
/// <param name="Rows">The newest.</param>
public sealed record ConflictsView(string Summary, string HowTo, IReadOnlyList<ConflictRow> Rows)
{
    public static ConflictsView Of(EdgeFigures figures)
    {
        if (figures.Disputed is not { Value: { } disputed } known)
            return new("The ledger has not told yet which there are.", "", []);
        var asOf = known.IsCurrent ? "" : $" This was so at {Wording.Moment(known.At)}; the ledger cannot be asked now.";
        if (disputed.OpenConflicts == 0)
            return new($"None: no claim of a terminal that was cut off came second.{asOf}", "", []);
        var count = Wording.AtLeast(disputed.OpenConflicts, disputed.MoreConflicts);
        var shown = disputed.OpenConflicts > disputed.Newest.Count ? $" The newest {disputed.Newest.Count}:" : "";
        return new(
            $"{count} {(disputed.OpenConflicts == 1 ? "waits" : "wait")} for a person.{asOf}{shown}",
            "edge ledger resolve CONFLICT --stands | --dismissed --reason \"what you found\"",
            [.. disputed.Newest.Select(conflict => Row(conflict, figures.At))]);
    }

    private static ConflictRow Row(ConflictFigures conflict, DateTimeOffset now) =>
        new(conflict.Id, conflict.PerkId, conflict.Terminal, CauseOf(conflict.Cause), Wording.Ago(conflict.RecordedAt, now));

    private static string CauseOf(ConflictCause cause) => cause switch
    {
        ConflictCause.TokenRedeemed => "its token was redeemed before",
        ConflictCause.ItemTaken => "the thing was out already",
        ConflictCause.Limit => "the limit was reached",
        ConflictCause.TokenRevoked => "its token was revoked before",
        ConflictCause.TokenTooOld => "its token was too old",
        ConflictCause.InFuture => "its time lies in the future",
        ConflictCause.ClaimTooOld => "the claim is too old",
        _ => "see the conflict itself",
    };
}

/// <summary>One conflict.</summary>
public sealed record ConflictRow(string Id, string Perk, string Terminal, string Cause, string Waiting);
