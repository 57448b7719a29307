using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>
/// Connections that only read, beside the writer's, so that a list or an export keeps no commit waiting. They see what is committed and nothing
/// else: SQLite shows a commit to others only after its sync, and what a killed process left unsynced was synced at the start, before the first
/// of them was opened.
/// </summary>
internal sealed class SqliteReaders(LedgerOptions options) : IDisposable
{
    private const int Most = 4;

    private readonly SemaphoreSlim _free = new(Most);

    /// <summary>Lists never take the last of them: who asks for one grant does not wait for whoever reads them all.</summary>
    private readonly SemaphoreSlim _lists = new(Most - 1);
    private readonly ConcurrentBag<SqliteConnection> _idle = [];

    /// <summary>Reads in one statement, hence of one moment. Waits for a free connection, not for the writer.</summary>
    /// <exception cref="LedgerUnavailableException">The file cannot be read.</exception>
    public async Task<T> AskAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return await Task.Run(() => RunAndFree(read, _free), CancellationToken.None).WaitAsync(cancellation);
    }

    /// <summary>The same for what may be many rows.</summary>
    /// <exception cref="LedgerUnavailableException">The file cannot be read.</exception>
    public async Task<T> ListAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellation)
    {
        await _lists.WaitAsync(cancellation);
        try
        {
            await _free.WaitAsync(cancellation);
        }
        catch
        {
            _lists.Release();
            throw;
        }

        return await Task.Run(() => RunAndFree(read, _free, _lists), CancellationToken.None).WaitAsync(cancellation);
    }

    /// <summary>Waits for those that read, and closes.</summary>
    public void Dispose()
    {
        for (var taken = 0; taken < Most; taken++)
        {
            _free.Wait();
        }

        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    private T RunAndFree<T>(Func<SqliteConnection, T> read, params ReadOnlySpan<SemaphoreSlim> taken)
    {
        try
        {
            return Run(read);
        }
        finally
        {
            foreach (var places in taken)
            {
                places.Release();
            }
        }
    }

    private T Run<T>(Func<SqliteConnection, T> read)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = _idle.TryTake(out var idle) ? idle : SqliteFile.OpenToRead(options);
            var result = read(connection);
            _idle.Add(connection);
            return result;
        }
        catch (Exception fault)
        {
            connection?.Dispose();
            throw fault switch
            {
                SqliteException driver => SqliteFault.Unavailable(driver),
                FormatException => new LedgerUnavailableException(LedgerFault.Corrupt, fault),
                _ => fault,
            };
        }
    }
}
