using EdgeService.Core.Members;
using Npgsql;

namespace EdgeService.Ledger;

/// <summary>
/// What the edges of a shared ledger tell each other of who asks about whom. No answer waits for it or rests on it; it waits for no disk and no standby, and
/// a failover may lose the last of it. Every method throws <see cref="LedgerUnavailableException"/> while the store does not answer.
/// </summary>
public sealed class EdgeExchange
{
    private readonly PostgresLedger _ledger;

    internal EdgeExchange(PostgresLedger ledger) => _ledger = ledger;

    /// <summary>Adds what was asked here to what was asked anywhere; returns all that was asked anywhere of the same pairs.</summary>
    /// <param name="pairs">Each once.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<IReadOnlyList<AskedPair>> TellAskedAsync(IReadOnlyList<AskedPair> pairs, CancellationToken cancellation) =>
        AskAsync(connection => PostgresAsked.TellAsync(connection, pairs), cancellation);

    /// <summary>Puts accesses there, in one transaction. What is put there twice is there twice, under one decision id.</summary>
    /// <param name="edge">Number of this edge.</param>
    /// <param name="accesses">The accesses; gone through again where a connection has gone stale.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task KeepAccessesAsync(int edge, IEnumerable<SharedAccess> accesses, CancellationToken cancellation) =>
        AskAsync(connection => Done(PostgresAccesses.KeepAsync(connection, edge, accesses)), cancellation);

    /// <summary>What edges have put there about one member.</summary>
    /// <param name="edge">Number of this edge, which knows by itself what of its own is missing.</param>
    /// <param name="member">The member.</param>
    /// <param name="from">The earliest moment, in milliseconds since 1970.</param>
    /// <param name="through">The latest.</param>
    /// <param name="most">How many, of the latest.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<SharedAccessList> ReadAccessesAsync(int edge, MemberKey member, long from, long through, int most, CancellationToken cancellation) =>
        AskAsync(connection => PostgresAccesses.ReadAsync(connection, edge, member, from, through, most), cancellation);

    /// <summary>Erases what edges have put there about one member up to a moment, in milliseconds since 1970.</summary>
    public Task<int> EraseAccessesAsync(MemberKey member, long through, CancellationToken cancellation) =>
        AskAsync(connection => PostgresAccesses.EraseAsync(connection, member, through), cancellation);

    /// <summary>Through which moment what this edge was asked is there, in milliseconds since 1970; 0 where nothing is.</summary>
    public Task<long> ReadAccessesThroughAsync(int edge, CancellationToken cancellation) =>
        AskAsync(connection => PostgresAccesses.ThroughAsync(connection, edge), cancellation);

    /// <summary>Says that some of what this edge was asked up to a moment, in milliseconds since 1970, is not there.</summary>
    public Task MissAccessesAsync(int edge, long through, CancellationToken cancellation) =>
        AskAsync(connection => PostgresAccesses.MissAsync(connection, edge, through), cancellation);

    /// <summary>Makes room for the next days, and drops days that are past the retention, by the store's own clock.</summary>
    public Task TendAccessesAsync(TimeSpan retention, CancellationToken cancellation) =>
        AskAsync(connection => PostgresAccesses.TendAsync(connection, retention), cancellation);

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    private Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellation) => _ledger.AskAsync(ask, cancellation);
}
