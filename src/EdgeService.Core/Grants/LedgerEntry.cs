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

    /// <summary>A token was issued that reserves a grant.</summary>
    Reserved = 8,
    Extended = 9,
    Charged = 10,
    Paid = 11,
    PaymentFailed = 12,
    Waived = 13,
    Refunded = 14,
    AmountHeld = 15,
    AmountReleased = 16,
    Lost = 17,

    /// <summary>Closed by the desk: a visit, a trial that is kept, a credit line.</summary>
    Closed = 18,
    ReviewOpened = 19,
    ReviewDecided = 20,

    /// <summary>Granted by a terminal or an edge that was cut off from the ledger.</summary>
    ClaimedOffline = 21,
    LateConflict = 22,
    ConflictResolved = 23,

    /// <summary>It turned out to have come back earlier than was recorded.</summary>
    ReturnCorrected = 24,
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
