using System.Collections.Immutable;

namespace EdgeService.Core.Grants;

/// <summary>The result of applying a command.</summary>
/// <param name="Next">The record to keep, one version on; null when nothing changed.</param>
/// <param name="Entries">What to append to the history; empty when nothing changed.</param>
/// <param name="Outcome">What to tell the caller.</param>
public sealed record GrantStep(MemberRecord? Next, ImmutableArray<LedgerEntry> Entries, GrantOutcome Outcome)
{
    /// <summary>The receipt to remember along with it, for its neighbours; null when there is none or nothing changed.</summary>
    public ReceiptSighting? Seen { get; init; }
}
