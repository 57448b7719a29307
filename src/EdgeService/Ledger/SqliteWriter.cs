using EdgeService.Telemetry;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>
/// Carries out batches of work, one transaction a batch, so that all of a batch share one wait for the disk. Used by one thread.
/// After a fault nothing of the batch is answered as done; a fault of the file's content is final, any other may pass.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly FileStream _hold;
    private readonly SqliteConnection _connection;
    private readonly SqliteStatements _statements;
    private readonly LedgerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private DateTimeOffset _nextForgetting = DateTimeOffset.MinValue;
    private volatile int _fault;
    private SqliteCopy? _copy;

    public SqliteWriter(LedgerOptions options, CountingView view, TimeProvider clock, ILogger log, LedgerSecret? secret)
    {
        (_options, View, _clock, _log) = (options, view, clock, log);
        (_hold, _connection) = Open(options);
        try
        {
            if (secret is not null)
                SqliteSecret.Settle(_connection, secret);
            _statements = new SqliteStatements(_connection);
            foreach (var (member, record) in _statements.CountingMembers(clock.GetUtcNow()))
            {
                view.Put(member, record);
            }

            log.LedgerOpen(options.Path);
        }
        catch (Exception fault) when (fault is SqliteException or FormatException or LedgerUnavailableException)
        {
            _statements?.Dispose();
            _connection.Dispose();
            _hold.Dispose();
            throw fault switch
            {
                LedgerUnavailableException designed => designed,
                SqliteException driver => SqliteFault.Unavailable(driver),
                _ => new LedgerUnavailableException(LedgerFault.Corrupt, fault),
            };
        }
    }

    public CountingView View { get; }

    public LedgerFault Fault => (LedgerFault)_fault;

    /// <summary>Does a batch and tells every caller what came of it.</summary>
    public void Run(IReadOnlyList<LedgerWork> batch)
    {
        try
        {
            Commit(batch);
            _fault = (int)LedgerFault.None;
        }
        catch (LedgerUnavailableException fault)
        {
            if (Fault != fault.Fault)
            {
                _log.LedgerOutOfReach(fault);
            }

            _fault = (int)fault.Fault;
            foreach (var work in batch)
            {
                work.Fail(fault);
            }

            return;
        }

        foreach (var work in batch)
        {
            work.Answer();
        }
    }

    /// <summary>Whether a copy is being made: <see cref="CopyOn"/> has more to do.</summary>
    public bool IsCopying => _copy is not null;

    /// <summary>Begins to copy the file; the task ends when all of it is written. One copy at a time.</summary>
    public Task Copy(string path)
    {
        _copy = SqliteCopy.Begin(_connection, path, out var ended);
        return ended;
    }

    /// <summary>Copies a little more, between two batches: what they change meanwhile goes into the copy as well.</summary>
    public void CopyOn()
    {
        if (_copy is not null && !_copy.Step())
        {
            _copy.Dispose();
            _copy = null;
        }
    }

    /// <summary>Finds out, after a fault, whether the file can be written again.</summary>
    public void Probe() => Run([new LedgerWork<bool>(static (_, statements) => statements.Touch())]);

    public void Dispose()
    {
        _copy?.Dispose();
        _statements.Dispose();
        _connection.Dispose();
        _hold.Dispose();
    }

    private static (FileStream Hold, SqliteConnection Connection) Open(LedgerOptions options)
    {
        SqliteFile.MakePrivate(options);
        var hold = SqliteHold.Take(options.Path);
        try
        {
            return (hold, SqliteFile.Open(options));
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    private void Commit(IReadOnlyList<LedgerWork> batch)
    {
        if (Fault == LedgerFault.Corrupt || !File.Exists(_options.Path))
        {
            throw new LedgerUnavailableException(Fault == LedgerFault.Corrupt ? LedgerFault.Corrupt : LedgerFault.Disk);
        }

        var now = _clock.GetUtcNow();
        var append = new SqliteAppend(_statements, View, now);
        try
        {
            _statements.Begin();
            foreach (var work in batch)
            {
                work.Run(append, _statements);
            }

            Forget(now, batch.Count);
            _statements.Commit();
        }
        catch (SqliteException fault)
        {
            Rollback();
            throw SqliteFault.Unavailable(fault);
        }

        foreach (var (member, record) in append.Changed)
        {
            View.Put(member, record);
        }

        View.Sweep(now);
    }

    /// <summary>Forgets requests past their retention, a little more than arrived, and rests a minute once there are none.</summary>
    private void Forget(DateTimeOffset now, int arrived)
    {
        if (now < _nextForgetting)
        {
            return;
        }

        var most = (2 * arrived) + 64;
        if (_statements.DropRequests(now - _options.RequestRetention, most) < most)
        {
            _nextForgetting = now + TimeSpan.FromMinutes(1);
        }
    }

    private void Rollback()
    {
        try
        {
            _statements.Rollback();
        }
        catch (SqliteException)
        {
            // The first fault tells what is wrong; the transaction ends with the connection at the latest.
        }
    }
}
