using EdgeService.Telemetry;

namespace EdgeService.Ledger;

/// <summary>Whether the database can keep anything. A fault stays until a commit has gone through again, which is tried all the time.</summary>
internal sealed class PostgresHealth(ILogger log)
{
    private volatile int _fault = (int)LedgerFault.OutOfReach;

    public LedgerFault Fault => (LedgerFault)_fault;

    /// <summary>It cannot. Said in the log when it is news.</summary>
    public void Fail(LedgerUnavailableException fault)
    {
        if (Interlocked.Exchange(ref _fault, (int)fault.Fault) != (int)fault.Fault)
        {
            log.LedgerOutOfReach(fault);
        }
    }

    /// <summary>It can, as a commit has shown.</summary>
    public void Recover() => _fault = (int)LedgerFault.None;
}
