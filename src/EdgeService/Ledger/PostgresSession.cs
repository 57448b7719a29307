using Npgsql;

namespace EdgeService.Ledger;

/// <summary>How a commit ended.</summary>
internal enum CommitFate
{
    /// <summary>It is kept, on a standby too where there must be one.</summary>
    Kept,

    /// <summary>Its answer was lost, or came with a warning, or is not there yet: it may be kept or not, on one machine or on two.</summary>
    Unknown,
}

/// <summary>
/// One connection that writes. The wait of a commit for its standby is never cancelled: the server would then keep the transaction on one
/// machine and call it done. Who has waited long enough walks away, and the server goes on waiting by itself.
/// </summary>
internal sealed class PostgresSession : IAsyncDisposable
{
    private Task _commit = Task.CompletedTask;
    private bool _warned;

    public PostgresSession(NpgsqlConnection connection)
    {
        Connection = connection;
        connection.Notice += Hear;
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>Commits, waiting so long at most. Unless it is kept the session is of no more use.</summary>
    public async Task<CommitFate> CommitAsync(TimeSpan patience)
    {
        _warned = false;
        _commit = RunAsync("COMMIT");
        if (await Task.WhenAny(_commit, Task.Delay(patience)) != _commit)
        {
            return CommitFate.Unknown;
        }

        try
        {
            await _commit;
            return _warned ? CommitFate.Unknown : CommitFate.Kept;
        }
        catch (Exception fault) when (PostgresFault.IsStores(fault) && !PostgresFault.IsConflict(fault))
        {
            return CommitFate.Unknown;
        }
    }

    /// <summary>Commits something that means nothing: a standby that has it has all that was seen on the connection before. False when none has it in time.</summary>
    public static Task<bool> TouchAsync(NpgsqlConnection connection, TimeSpan patience) => new PostgresSession(connection).TouchAsync(patience);

    /// <inheritdoc cref="TouchAsync(NpgsqlConnection, TimeSpan)"/>
    public async Task<bool> TouchAsync(TimeSpan patience)
    {
        await RunAsync("BEGIN; UPDATE probe SET times = times + 1 WHERE slot = " + Random.Shared.Next(256));
        return await CommitAsync(patience) == CommitFate.Kept;
    }

    public Task RollbackAsync() => RunAsync("ROLLBACK");

    public async ValueTask DisposeAsync()
    {
        Connection.Notice -= Hear;
        if (_commit.IsCompleted)
        {
            await Connection.DisposeAsync();
        }
        else
        {
            _ = _commit.ContinueWith(_ => Connection.DisposeAsync().AsTask(), TaskScheduler.Default);
        }
    }

    /// <summary>A warning during a commit says that it is kept here and perhaps nowhere else.</summary>
    private void Hear(object sender, NpgsqlNoticeEventArgs said) => _warned |= said.Notice.InvariantSeverity == "WARNING";

    private async Task RunAsync(string text)
    {
        await using var command = new NpgsqlCommand(text, Connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
