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

    /// <summary>Anything else the store reports.</summary>
    Other,
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
}
