using EdgeService.Core.Members;

namespace EdgeService.Core.Grants;

/// <summary>Why a claim could not simply be recorded. Numbers are stored: never reuse one.</summary>
public enum ConflictCause
{
    /// <summary>Its token was redeemed before.</summary>
    TokenRedeemed = 1,

    /// <summary>An item is out under another grant.</summary>
    ItemTaken = 2,

    /// <summary>The member had reached a limit, or would be refused by now.</summary>
    Limit = 3,

    /// <summary>Its token was revoked before.</summary>
    TokenRevoked = 4,

    /// <summary>Its token was past its time when it was accepted, or so old that its fate is forgotten.</summary>
    TokenTooOld = 5,

    /// <summary>The terminal says it happened in the future.</summary>
    InFuture = 6,

    /// <summary>It is so old, and without a token, that it cannot be told whether it was recorded before.</summary>
    ClaimTooOld = 7,
}

/// <summary>
/// What came first, where a claim came second. The claim itself is the grant that carries this: its terms say who accepted what, its
/// <see cref="Grant.OpenedAt"/> when by the terminal's own clock.
/// </summary>
/// <param name="Cause">What is in the way.</param>
/// <param name="Item">The item in the way; null unless an item is.</param>
/// <param name="PartnerId">Partner of the first side; null where it is not known.</param>
/// <param name="Actor">Who did the first; null where it is not known.</param>
/// <param name="Holder">Member of the first side where it is another; null when it is the same one.</param>
/// <param name="Grant">Number of the first side's grant; null when it has none.</param>
/// <param name="At">When the first was done; null where it is not known.</param>
/// <param name="RecordedAt">When the claim arrived.</param>
public sealed record LateConflict(
    ConflictCause Cause, string? Item, string? PartnerId, Actor? Actor, MemberKey? Holder, long? Grant, DateTimeOffset? At, DateTimeOffset RecordedAt);
