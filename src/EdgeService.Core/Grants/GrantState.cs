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

    /// <summary>Declared lost. Reserved: nothing leads here yet.</summary>
    Lost = 5,

    /// <summary>Never confirmed as handed over: costs nothing. Only a journal's own, earlier time leads out of it, to <see cref="Active"/>.</summary>
    Lapsed = 6,
}
