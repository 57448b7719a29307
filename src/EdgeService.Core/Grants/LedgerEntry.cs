using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>What an entry tells of. Numbers are stored: never reuse one.</summary>
public enum EntryKind
{
    Granted = 1,
    HandedOver = 2,
    Returned = 3,
    Cancelled = 4,
    Lapsed = 5,
    ClosedByItself = 6,
    TokenRevoked = 7,
}

/// <summary>One line of the append-only history of a member.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Version">Version of the record that it led to; several entries may share one.</param>
/// <param name="RecordedAt">When it was written, which may be later than when it happened.</param>
/// <param name="Transition">What happened, when, by whom and why; its state is the grant's, or <see cref="GrantState.Cancelled"/> for a token alone.</param>
/// <param name="Grant">The grant afterwards, whole, so that its last entry is the grant; null when only a token is concerned.</param>
/// <param name="Token">The token concerned, if any.</param>
public sealed record LedgerEntry(
    EntryKind Kind,
    long Version,
    DateTimeOffset RecordedAt,
    Transition Transition,
    Grant? Grant,
    TokenId? Token);
