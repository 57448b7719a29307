namespace EdgeService.Core.Grants;

/// <summary>What became of a command. The first five changed the record; the others changed nothing.</summary>
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
}

/// <summary>What became of a command.</summary>
/// <param name="Result">The result.</param>
/// <param name="Grant">The grant concerned, afterwards. On <see cref="GrantResult.AlreadyRedeemed"/> only when the same partner asks.</param>
/// <param name="At">When the token was redeemed or revoked the first time.</param>
/// <param name="Item">The item in the way.</param>
public sealed record GrantOutcome(GrantResult Result, Grant? Grant = null, DateTimeOffset? At = null, string? Item = null)
{
    /// <summary>Whether the command took effect.</summary>
    public bool Done => Result <= GrantResult.Revoked;
}
