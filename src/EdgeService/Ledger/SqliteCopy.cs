using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeService.Ledger;

/// <summary>
/// A copy of the open database, made a few pages at a time by SQLite's own backup. It reads through the writer's connection, so that
/// what the writer changes while it goes on is put into the copy too. Used by the writer's thread alone.
/// </summary>
internal sealed class SqliteCopy : IDisposable
{
    /// <summary>Pages a step: a megabyte, about a millisecond.</summary>
    private const int Pages = 256;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteConnection _target;
    private readonly sqlite3_backup _backup;

    private SqliteCopy(SqliteConnection source, string path)
    {
        _target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        try
        {
            _target.Open();
            using var command = _target.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"; // Synced once, when it is whole.
            command.ExecuteNonQuery();
            _backup = raw.sqlite3_backup_init(_target.Handle, "main", source.Handle, "main");
            SqliteException.ThrowExceptionForRC(_backup.IsInvalid ? raw.sqlite3_errcode(_target.Handle) : raw.SQLITE_OK, _target.Handle);
        }
        catch
        {
            _target.Dispose();
            throw;
        }
    }

    /// <summary>Begins. What goes wrong ends the copy, never its source.</summary>
    public static SqliteCopy? Begin(SqliteConnection source, string path, out Task ended)
    {
        try
        {
            var copy = new SqliteCopy(source, path);
            ended = copy._ended.Task;
            return copy;
        }
        catch (SqliteException fault)
        {
            ended = Task.FromException(new IOException("the backup cannot be written", fault));
            return null;
        }
    }

    /// <summary>Copies some pages; false when the copy has come to its end.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_backup_step(_backup, Pages);
        if (result is raw.SQLITE_OK or raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            return true;
        }

        End(result == raw.SQLITE_DONE ? null : new IOException($"the backup cannot be written, SQLite says {result}"));
        return false;
    }

    /// <summary>Gives up, unless it has ended.</summary>
    public void Dispose() => End(new IOException("the ledger was closed during the backup"));

    private void End(IOException? fault)
    {
        if (_ended.Task.IsCompleted)
        {
            return;
        }

        raw.sqlite3_backup_finish(_backup);
        _target.Dispose();
        if (fault is null)
        {
            _ended.SetResult();
        }
        else
        {
            _ended.SetException(fault);
        }
    }
}
