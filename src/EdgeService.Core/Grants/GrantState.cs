namespace EdgeService.Core.Grants;

/// <summary>Where a granted thing is: the custody state machine of a grant.</summary>
public enum GrantState
{
    /// <summary>Granted, handover not yet confirmed. Counts toward limits; lapses after <see cref="Grant.HandoverWindow"/>.</summary>
    Opening = 1,

    /// <summary>With the member, or the visit is going on.</summary>
    Active = 2,

    /// <summary>Everything is back, or the visit ended. Final.</summary>
    Returned = 3,

    /// <summary>Called off: costs nothing and counts toward no limit. Final.</summary>
    Cancelled = 4,

    /// <summary>Declared lost. A return that comes later, or turns out to have come earlier, leads to <see cref="Returned"/>.</summary>
    Lost = 5,

    /// <summary>Never confirmed as handed over: costs nothing. Only a journal's own, earlier time leads out of it, to <see cref="Active"/>.</summary>
    Lapsed = 6,

    /// <summary>A token was issued that reserves it. Counts toward limits; redeeming leads on, revoking and time end it.</summary>
    Reserved = 7,

    /// <summary>A person must decide when, or whether, the thing came back: see <see cref="Grant.Review"/>.</summary>
    InReview = 8,

    /// <summary>A trial that the member kept, and pays for. Final.</summary>
    Kept = 9,

    /// <summary>A claim of a terminal that was cut off, which came second: see <see cref="Grant.Conflict"/>. Counts nothing, holds nothing, until a person decides.</summary>
    LateConflict = 10,
}
