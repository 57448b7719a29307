using EdgeService.Core.Registration;

namespace EdgeService.Ledger;

/// <summary>
/// Which certificates of which terminals are good, and what was done to them by whom: kept where the ledger is kept, for all edges that share
/// it. Every method throws <see cref="LedgerUnavailableException"/> while the store cannot be used.
/// </summary>
public interface ITerminalRegister
{
    /// <summary>Decides and keeps, in one transaction; answers after it is durable. A repeated request gets its first answer without deciding.</summary>
    Task<LedgerAnswer> ChangeAsync(RegisterCall call, CancellationToken cancellation);

    /// <summary>What is known of a terminal; null when nothing is.</summary>
    Task<TerminalSheet?> ReadAsync(string terminal, CancellationToken cancellation);

    /// <summary>What was done to a terminal, the latest first.</summary>
    /// <param name="terminal">Its URN.</param>
    /// <param name="most">Most lines, 1 to <see cref="LedgerPages.Largest"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<RegisterEvent>> ReadHistoryAsync(string terminal, int most, CancellationToken cancellation);

    /// <summary>Every terminal that is known, in the order of their URNs.</summary>
    /// <param name="prefix">Only those whose URN begins so; empty for all.</param>
    /// <param name="after">The last URN of the page before; empty for the first page.</param>
    /// <param name="most">Most on the page, 1 to <see cref="LedgerPages.Largest"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<TerminalSheet>> ListAsync(string prefix, string after, int most, CancellationToken cancellation);

    /// <summary>What has changed since a look before, here or at another edge. None is missed; some may come twice.</summary>
    /// <param name="after">Where the look before ended; 0 reads all there is.</param>
    /// <param name="now">Certificates that end before it are left out.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<RegisterChanges> ReadChangesAsync(long after, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Remembers when terminals were last seen. Of one that was seen later meanwhile the later time stays.</summary>
    Task NoteSightsAsync(IReadOnlyCollection<TerminalSight> sights, CancellationToken cancellation);
}

/// <summary>One transaction on one terminal's entry.</summary>
public sealed record RegisterCall
{
    /// <summary>Whose entry: a URN.</summary>
    public required string Terminal { get; init; }

    /// <summary>Which request.</summary>
    public required LedgerRequest Request { get; init; }

    /// <summary>The moment it is decided at.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>
    /// Decides, purely and quickly, on the entry as it is: an empty one where there is none yet. May run more than once. What it throws
    /// reaches this caller alone, and nothing is kept.
    /// </summary>
    public required Func<RegisteredTerminal, RegisterVerdict> Decide { get; init; }
}

/// <summary>What a call wants kept.</summary>
/// <param name="Step">What became of the terminal.</param>
/// <param name="Reply">The reply, kept for repetitions of the request.</param>
public sealed record RegisterVerdict(RegisterStep Step, byte[] Reply);

/// <summary>What the register knows of a terminal.</summary>
/// <param name="Terminal">Its entry; an empty one where it was only ever seen.</param>
/// <param name="LastSeen">When it last called, roughly; null when it never did.</param>
public sealed record TerminalSheet(RegisteredTerminal Terminal, DateTimeOffset? LastSeen);
