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

    private Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellation) => _ledger.AskAsync(ask, cancellation);
}
