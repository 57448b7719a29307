using EdgeService.Core.Snapshots;
using EdgeService.Telemetry;

namespace EdgeService.Flow.Figures;

/// <summary>What operators want to see of one edge at one moment. Nothing in it names a member.</summary>
/// <param name="At">The moment.</param>
/// <param name="EdgeNumber">Number of the edge.</param>
/// <param name="CatalogRevision">Revision of the catalog in use.</param>
/// <param name="Snapshot">The snapshot in use; null while there is none.</param>
/// <param name="Perks">Every perk of the catalog, in its order, and after them others that were answered for or are out.</param>
/// <param name="Ledger">The ledger.</param>
/// <param name="Disputed">What waits for a person in the ledger, as last read.</param>
/// <param name="Terminals">The terminals, as last read.</param>
/// <param name="Others">Other edges of the same ledger, as last heard; none where it is not shared.</param>
public sealed record EdgeFigures(
    DateTimeOffset At,
    int EdgeNumber,
    long CatalogRevision,
    SnapshotFigures? Snapshot,
    IReadOnlyList<PerkFigures> Perks,
    LedgerFigures Ledger,
    Known<DisputedFigures> Disputed,
    Known<TerminalFigures> Terminals,
    Known<IReadOnlyList<EdgeLine>> Others);

/// <summary>The snapshot in use and the changes upon it.</summary>
/// <param name="Basis">Revisions, as-of and age, as in every decision.</param>
/// <param name="Metadata">What the file says of itself.</param>
/// <param name="ChangesThrough">Revision of the last change that counts.</param>
/// <param name="ChangedMembers">Members that a change after the snapshot concerns.</param>
/// <param name="VerifiedShare">Share of the file verified so far, 0 to 1.</param>
/// <param name="Scores">How scores and tiers are spread; null where they cannot be read.</param>
public sealed record SnapshotFigures(
    Basis Basis, SnapshotMetadata Metadata, long ChangesThrough, int ChangedMembers, double VerifiedShare, ScoreSample? Scores);

/// <summary>One perk.</summary>
/// <param name="Id">Its id; its number in words where no catalog has it any more.</param>
/// <param name="Title">Its English title; empty where no catalog has it.</param>
/// <param name="Age">What the age of the data means to it.</param>
/// <param name="LastHour">Answers of this edge in the last hour, or since its start where that is later.</param>
/// <param name="SinceStart">Answers of this edge since its start.</param>
/// <param name="Out">Open grants.</param>
public sealed record PerkFigures(string Id, string Title, PerkAge Age, AnswerCounts LastHour, AnswerCounts SinceStart, OpenFigures Out);

/// <summary>Open grants of a perk, of all edges that share the ledger.</summary>
/// <param name="Opening">Granted or reserved, not yet handed over.</param>
/// <param name="Active">With members, overdue ones included.</param>
/// <param name="Overdue">Of the active: out after the due time.</param>
/// <param name="InReview">A person is to decide whether the thing is back.</param>
public readonly record struct OpenFigures(long Opening, long Active, long Overdue, long InReview);

/// <summary>What the age of the data means to a perk.</summary>
public enum PerkAge
{
    /// <summary>Within what it calls fresh.</summary>
    Fresh,

    /// <summary>Older, and within its budget: answered as its offline class says.</summary>
    Stale,

    /// <summary>Beyond its budget.</summary>
    Beyond,
}

/// <summary>The ledger, as far as this edge knows it without asking.</summary>
/// <param name="Store">What holds it: <c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="IsShared">Whether other edges write to it as well.</param>
/// <param name="Fault">Why it cannot be used, for an operator; empty while it can.</param>
/// <param name="Waiting">Calls that wait, lane by lane.</param>
/// <param name="Room">How many may wait in one lane.</param>
/// <param name="PendingNotes">Provisional notes of this edge that wait for the ledger.</param>
/// <param name="OldestNote">When the oldest was written down; null without one.</param>
/// <param name="CountedAt">When open grants were last counted; null when never.</param>
/// <param name="CountedShare">Share of the records that were counted, 0 to 1: below 1 the counts are scaled up.</param>
public sealed record LedgerFigures(
    string Store,
    bool IsShared,
    string Fault,
    IReadOnlyList<int> Waiting,
    int Room,
    int PendingNotes,
    DateTimeOffset? OldestNote,
    DateTimeOffset? CountedAt,
    double CountedShare)
{
    public bool Usable => Fault.Length == 0;
}

/// <summary>What waits for a person.</summary>
/// <param name="OpenConflicts">Offline claims that came second and nobody has decided.</param>
/// <param name="MoreConflicts">Whether there are more than were counted.</param>
/// <param name="Newest">The newest of them.</param>
/// <param name="FaultyClaims">Claims of journals that could not be settled.</param>
/// <param name="MoreFaultyClaims">Whether there are more than were counted.</param>
public sealed record DisputedFigures(int OpenConflicts, bool MoreConflicts, IReadOnlyList<ConflictFigures> Newest, int FaultyClaims, bool MoreFaultyClaims);

/// <summary>One open conflict.</summary>
/// <param name="Id">Its sealed id, by which it is decided.</param>
/// <param name="PerkId">The perk.</param>
/// <param name="Terminal">Who accepted the claim: <c>partner:venue:terminal</c>.</param>
/// <param name="Cause">What is in the way, as the ledger calls it.</param>
/// <param name="RecordedAt">When the claim arrived.</param>
public sealed record ConflictFigures(string Id, string PerkId, string Terminal, Core.Grants.ConflictCause Cause, DateTimeOffset RecordedAt);
