namespace EdgeService.Client;

/// <summary>How well a service can be reached, from best to worst.</summary>
public enum EdgeReach
{
    /// <summary>An edge answers and is ready for everything.</summary>
    Ready = 1,

    /// <summary>An edge answers and decides; its ledger is away, so grants are provisional.</summary>
    LedgerAway = 2,

    /// <summary>An edge answers, and has no snapshot, catalog or key to decide by.</summary>
    NotReady = 3,

    /// <summary>An edge answers, and does not know this identity, or suspended it.</summary>
    Refused = 4,

    /// <summary>Nobody was asked yet.</summary>
    Unknown = 5,

    /// <summary>No edge answers.</summary>
    OutOfReach = 6,
}
