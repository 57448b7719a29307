namespace EdgeService.Core.Grants;

/// <summary>What became of a command. Below 100 it changed the record, save for those from 6 to 15; the others changed nothing.</summary>
public enum GrantResult
{
    /// <summary>A grant was made.</summary>
    Granted = 1,

    /// <summary>The handover was recorded.</summary>
    HandedOver = 2,

    /// <summary>Something came back; the grant's state says whether all of it.</summary>
    Returned = 3,

    /// <summary>The grant was called off.</summary>
    Cancelled = 4,

    /// <summary>The token was revoked.</summary>
    Revoked = 5,

    /// <summary>The token was redeemed before, at <see cref="GrantOutcome.At"/>.</summary>
    AlreadyRedeemed = 6,

    /// <summary>The token was revoked before, at <see cref="GrantOutcome.At"/>.</summary>
    AlreadyRevoked = 7,

    /// <summary>The token is past its time, or so old that its redemption may have been forgotten.</summary>
    TokenExpired = 8,

    /// <summary><see cref="GrantOutcome.Item"/> is still out under another grant.</summary>
    ItemTaken = 9,

    /// <summary><see cref="GrantOutcome.Item"/> is not out under this grant.</summary>
    ItemNotOut = 10,

    /// <summary>No such grant, or another partner's, or one that ended so long ago that only its entries remain.</summary>
    NoSuchGrant = 11,

    /// <summary>The state of <see cref="GrantOutcome.Grant"/> does not allow it.</summary>
    WrongState = 12,

    /// <summary>The journal's own time lies before the grant, beyond the handover window, or in the future.</summary>
    TimeOutOfBounds = 13,

    /// <summary>More items than units: limits count units, so that each item must be one.</summary>
    TooManyItems = 14,

    /// <summary>So much is open or remembered for the member that no more is taken on: see <see cref="Memory"/>.</summary>
    TooMuchOpen = 15,

    /// <summary>A grant is reserved for the token.</summary>
    Reserved = 16,

    /// <summary>The due time was moved.</summary>
    Extended = 17,

    /// <summary>The charge was added.</summary>
    Charged = 18,

    /// <summary>The payment, or its failure, was recorded.</summary>
    PaymentRecorded = 19,

    /// <summary>An amount is not asked for any more.</summary>
    Waived = 20,

    /// <summary>The refund was recorded.</summary>
    Refunded = 21,

    /// <summary>An amount is set aside.</summary>
    AmountHeld = 22,

    /// <summary>An amount that was set aside is free again.</summary>
    AmountReleased = 23,

    /// <summary>The thing is declared lost, and claimed for.</summary>
    ReportedLost = 24,

    /// <summary>The visit or credit line ended, or the trial is kept.</summary>
    Closed = 25,

    /// <summary>Billing stands still until a person has decided: see <see cref="Grant.Review"/>.</summary>
    InReview = 26,

    /// <summary>A person has decided the review.</summary>
    ReviewDecided = 27,

    /// <summary>The claim stands as a grant at its own time.</summary>
    Claimed = 28,

    /// <summary>The claim came second and is kept for a person to decide: see <see cref="Grant.Conflict"/>.</summary>
    LateConflict = 29,

    /// <summary>A person has decided the conflict; the grant's state says how.</summary>
    ConflictResolved = 30,

    /// <summary>The very same was recorded before, and is not recorded again: <see cref="GrantOutcome.Grant"/> is as it stands.</summary>
    Repeated = 100,

    /// <summary>A due time moves later only.</summary>
    NotLater = 101,

    /// <summary>More time than the perk gives, or more often; or nothing is due back at all.</summary>
    BeyondExtension = 102,

    /// <summary>It is overdue: no more time is given.</summary>
    IsOverdue = 103,

    /// <summary>The partner may declare it lost only at <see cref="GrantOutcome.At"/> and after.</summary>
    TooEarly = 104,

    /// <summary>Grants of this kind know no such thing.</summary>
    WrongKind = 105,

    /// <summary>The amount is in another currency than the grant's.</summary>
    OtherCurrency = 106,

    /// <summary>The amount is not within 1 and <see cref="GrantMoney.MostAmount"/>.</summary>
    AmountOutOfBounds = 107,

    /// <summary>More than is owed, or than is left of the hold.</summary>
    MoreThanOwed = 108,

    /// <summary>The reference was used on this grant for something else.</summary>
    ReferenceReused = 109,

    /// <summary>More than the credit line has left.</summary>
    AboveLimit = 110,

    /// <summary>Something is owed or held: it must be paid or freed first.</summary>
    StillOwed = 111,

    /// <summary>No hold of that reference.</summary>
    NoSuchHold = 112,

    /// <summary>A trial is kept for a price: charge it first.</summary>
    NothingCharged = 113,

    /// <summary>The receipt was handed in before, for another grant.</summary>
    ReceiptUsed = 114,

    /// <summary>It was contested too often.</summary>
    TooManyReviews = 115,

    /// <summary>What the venue asks for is not known, so that nothing can be claimed: a person decides.</summary>
    NoDeposit = 116,

    /// <summary>It was over so long ago that nothing more is charged: charges were taken until <see cref="GrantOutcome.At"/>.</summary>
    TooLate = 117,
}

/// <summary>What became of a command.</summary>
/// <param name="Result">The result.</param>
/// <param name="Grant">The grant concerned, afterwards. On <see cref="GrantResult.AlreadyRedeemed"/> only when the same partner asks.</param>
/// <param name="At">When the token was redeemed or revoked the first time; on <see cref="GrantResult.TooEarly"/> and
/// <see cref="GrantResult.TooLate"/> from and until when it may be.</param>
/// <param name="Item">The item in the way.</param>
public sealed record GrantOutcome(GrantResult Result, Grant? Grant = null, DateTimeOffset? At = null, string? Item = null)
{
    /// <summary>Whether the command took effect.</summary>
    public bool Done => Result is (>= GrantResult.Granted and <= GrantResult.Revoked) or (>= GrantResult.Reserved and <= GrantResult.ConflictResolved);
}
