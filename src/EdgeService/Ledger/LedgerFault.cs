namespace EdgeService.Ledger;

/// <summary>Why the ledger cannot be used.</summary>
public enum LedgerFault
{
    /// <summary>It can.</summary>
    None = 0,

    /// <summary>It is closing or closed.</summary>
    Closed,

    /// <summary>More calls wait than it takes on.</summary>
    Overloaded,

    /// <summary>Another process holds the file.</summary>
    HeldElsewhere,

    /// <summary>No room left on the disk.</summary>
    Full,

    /// <summary>The file or its folder cannot be written.</summary>
    ReadOnly,

    /// <summary>The disk fails to read or write.</summary>
    Disk,

    /// <summary>The file is damaged, or no ledger at all.</summary>
    Corrupt,

    /// <summary>The file was written by a newer version of the service.</summary>
    NewerSchema,

    /// <summary>The database server cannot be reached, or does not answer in time.</summary>
    OutOfReach,

    /// <summary>The database server does not keep every commit on a second machine.</summary>
    NotReplicated,

    /// <summary>The database server refuses the login, or the role may not do what an edge must.</summary>
    Denied,

    /// <summary>The database holds no ledger, or one of an earlier version.</summary>
    NoSchema,

    /// <summary>Its member keys stand under another member secret than this edge goes by.</summary>
    OtherSecret,

    /// <summary>It is being re-keyed.</summary>
    Rekeying,

    /// <summary>Anything else the store reports.</summary>
    Other,
}

/// <summary>What an operator reads of a fault.</summary>
public static class LedgerFaults
{
    public static string Describe(LedgerFault fault) => fault switch
    {
        LedgerFault.None => "nothing is wrong.",
        LedgerFault.Closed => "it is closed.",
        LedgerFault.Overloaded => "more calls wait than it takes on.",
        LedgerFault.HeldElsewhere => "another process holds it. Stop that one, or give each edge a ledger of its own.",
        LedgerFault.Full => "the disk is full. Make room, then start again.",
        LedgerFault.ReadOnly => "it cannot be written. Check the owner and mode of the file and its folder, or which database server is the primary.",
        LedgerFault.Disk => "the disk fails to read or write. Look at the system's log.",
        LedgerFault.Corrupt => "the file is damaged, or no ledger. Bring back a backup.",
        LedgerFault.OutOfReach => "the database server does not answer.",
        LedgerFault.NotReplicated =>
            "its primary has no synchronous standby that confirms: set synchronous_standby_names = 'ANY 1 (...)' and start one, or allow Edge:Ledger:Postgres:SingleNode.",
        LedgerFault.Denied => "the database server refuses this login, or its role lacks a privilege. Make it a member of edge_ledger.",
        LedgerFault.NoSchema => "the database holds no ledger of this version. Name the owner in Edge:Ledger:Postgres:Owner, so that the start makes it.",
        LedgerFault.OtherSecret => "its members stand under another version of the member secret than Edge:Signing:MemberWith.",
        LedgerFault.Rekeying => "it is being re-keyed. Start when that has ended.",
        LedgerFault.NewerSchema => "a newer version of the service wrote it. Start that version.",
        _ => "the log has the cause.",
    };
}

/// <summary>Whether the ledger can be used, and if not, why.</summary>
public readonly record struct LedgerHealth(LedgerFault Fault)
{
    public bool Usable => Fault == LedgerFault.None;
}

/// <summary>The ledger cannot be used. The message is fit for callers; the driver's own words are in the inner exception, for the log alone.</summary>
public sealed class LedgerUnavailableException : Exception
{
    public LedgerUnavailableException(LedgerFault fault, Exception? inner = null)
        : base($"the ledger is unavailable: {fault}", inner) => Fault = fault;

    public LedgerFault Fault { get; }

    /// <summary>What an operator reads of it.</summary>
    public string Detail
    {
        get => field ?? LedgerFaults.Describe(Fault);
        init;
    }

    /// <summary>
    /// Whether the call may have been kept all the same: its commit was sent and its answer lost. The same request asked again is told
    /// which; a new request for the same intent could be kept a second time.
    /// </summary>
    public bool MayBeKept { get; init; }
}
