using System.Threading.Channels;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>
/// The embedded ledger: one SQLite file, one process, one writing thread. Whatever waits while the disk is busy with one commit
/// goes into the next together. Lists and exports are read on connections of their own.
/// </summary>
public sealed class SqliteLedger : ILedger
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    private readonly Channel<LedgerWork> _waiting;
    private readonly CountingView _view = new();
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly LedgerOptions _options;
    private readonly TimeProvider _clock;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _copying = new(1);
    private volatile bool _closed;

    private SqliteLedger(LedgerOptions options, TimeProvider clock, ILogger log, LedgerSecret? secret)
    {
        (_options, _clock) = (options, clock);
        _waiting = Channel.CreateBounded<LedgerWork>(new BoundedChannelOptions(options.MaxWaiting) { SingleReader = true });
        _writer = new SqliteWriter(options, _view, clock, log, secret);
        Terminals = new SqliteTerminalRegister(this);
        _readers = new SqliteReaders(options);
        new Thread(Write) { IsBackground = true, Name = "ledger" }.Start();
    }

    /// <summary>The register of terminals in the same file.</summary>
    public ITerminalRegister Terminals { get; }

    public LedgerHealth Health => new(_closed ? LedgerFault.Closed : _writer.Fault);

    /// <summary>Opens the file, making it when missing, and reads what still counts.</summary>
    /// <param name="options">Where it is and how it is tended.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Where faults are said.</param>
    /// <param name="secret">The member secret that its keys must stand under; null takes whatever it is.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be opened; the fault says why.</exception>
    public static SqliteLedger Open(LedgerOptions options, TimeProvider clock, ILogger log, LedgerSecret? secret = null) => new(options, clock, log, secret);

    public bool TryView(MemberKey member, out MemberRecord record)
    {
        record = _view.Find(member) ?? MemberRecord.Empty;
        return Health.Usable;
    }

    public OpenCount? CountOpen(DateTimeOffset now, int most) => Health.Usable ? _view.CountOpen(now, most) : null;

    public LedgerLoad Load => new([_waiting.Reader.Count], _options.MaxWaiting);

    public Task<LedgerAnswer> AppendAsync(LedgerCall call, CancellationToken cancellation)
    {
        var key = LedgerKeys.Of(call.Request); // Here, since the writer's thread is the one that all wait for.
        return Ask((append, _) => append.Run(call, key), cancellation);
    }

    public Task<LedgerAnswer?> RecallAsync(LedgerRequest request, CancellationToken cancellation) =>
        Ask((append, _) => append.Recall(request), cancellation);

    public Task<ItemHolder?> FindHolderAsync(ItemRef item, CancellationToken cancellation) =>
        Ask((_, statements) => statements.FindItem(item), cancellation);

    public Task<MemberRecord> ReadAsync(MemberKey member, CancellationToken cancellation) =>
        Ask((append, _) => append.Record(member), cancellation);

    public Task<IReadOnlyList<LedgerEntry>> ReadEntriesAsync(MemberKey member, long grant, CancellationToken cancellation) =>
        ReadAsync(connection => SqliteReading.EntriesOf(connection, member, grant), cancellation);

    public async Task<GrantPage> ListGrantsAsync(GrantFilter filter, GrantCursor? after, int most, CancellationToken cancellation)
    {
        var listing = GrantListing.Of(filter, after, most);
        return await ListAsync(connection => GrantListing.PageOf(SqliteReading.Grants(connection, listing), most), cancellation);
    }

    public async Task<EntryPage> ExportEntriesAsync(EntryCursor after, int most, CancellationToken cancellation)
    {
        var wanted = LedgerPages.Bounded(most) + 1;
        return await ListAsync(connection => SqliteReading.PageOf(SqliteReading.Entries(connection, after.Sequence, wanted), after, most), cancellation);
    }

    public Task<long> ReadClaimPositionAsync(string terminal, CancellationToken cancellation) =>
        Ask((_, statements) => statements.FindClaim(terminal), cancellation);

    public async Task<IReadOnlyList<RevokedPlace>> ReadRevokedPlacesAsync(DateTimeOffset now, CancellationToken cancellation) =>
        await ListAsync(connection => SqliteReading.RevokedPlaces(connection, now), cancellation);

    public async Task<FaultyClaimPage> ListFaultyClaimsAsync(FaultyClaimFilter filter, FaultyClaimCursor? after, int most, CancellationToken cancellation)
    {
        var listing = FaultyClaimListing.Of(filter, after, most);
        return await ListAsync(connection => FaultyClaimListing.PageOf(SqliteFaulty.List(connection, listing), most), cancellation);
    }

    public Task<int> EraseAsync(TimeSpan retention, int most, CancellationToken cancellation)
    {
        LedgerPages.Bounded(most);
        return Ask((append, statements) => SqliteErasure.Run(append, statements, retention, most), cancellation);
    }

    public Task<IReadOnlyList<GrantTotal>> ReadTotalsAsync(CancellationToken cancellation) =>
        ListAsync(SqliteReading.Totals, cancellation);

    public bool IsShared => false;

    public EdgeExchange? Exchange => null;

    public Task<IReadOnlyList<HeardEdge>> MeetEdgesAsync(EdgeSign own, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<HeardEdge>>([new HeardEdge(own, TimeSpan.Zero)]);

    public Task<ActPage> ReadActsAsync(long after, int most, CancellationToken cancellation)
    {
        LedgerPages.Bounded(most);
        return Ask((_, statements) => SqliteFileRows.Acts(statements.Connection, after, most), cancellation);
    }

    public Task<IReadOnlyList<KeptAct>> ReadActsOfAsync(MemberKey member, CancellationToken cancellation) =>
        Ask((_, statements) => SqliteFileRows.ActsOf(statements.Connection, member), cancellation);

    public async Task<DisputePage> ListDisputesAsync(DisputeFilter filter, DisputeCursor? after, int most, CancellationToken cancellation)
    {
        LedgerPages.Bounded(most);
        return DisputeListing.PageOf(await Ask((_, statements) => SqliteFileRows.Disputes(statements.Connection, filter, after, most), cancellation), most);
    }

    public Task<int> EraseDisputesAsync(MemberKey member, long before, CancellationToken cancellation) =>
        Ask((_, statements) => SqliteFileRows.EraseDisputes(statements.Connection, member, before), cancellation);

    public Task<IReadOnlyList<FormerKeyRow>> ReadFormerKeysAsync(CancellationToken cancellation) => ListAsync(SqliteSecret.FormerKeys, cancellation);

    public Task<FormerKeySweep> LetGoOfFormerKeysAsync(TimeSpan kept, UInt128 after, int most, CancellationToken cancellation) =>
        Ask((append, statements) => SqliteSecret.LetGo(statements.Connection, append.At - kept, after, most), cancellation);

    public async Task<LedgerBackup?> BackUpAsync(string? fileName, CancellationToken cancellation)
    {
        if (_options.BackupFolder is not { } folder)
        {
            return null;
        }

        return await CopyAsync(folder, fileName).WaitAsync(cancellation);
    }

    /// <summary>Takes no more calls, finishes those that wait, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        _waiting.Writer.TryComplete();
        await _ended.Task;
    }

    /// <summary>
    /// Reads beside the writer, also while nothing can be written for want of room or leave. Any other fault makes what is read doubtful.
    /// </summary>
    internal Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellation) =>
        FaultOfReading is { } fault ? Task.FromException<T>(new LedgerUnavailableException(fault)) : _readers.AskAsync(read, cancellation);

    /// <summary>The same for what may be many rows.</summary>
    private Task<T> ListAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellation) =>
        FaultOfReading is { } fault ? Task.FromException<T>(new LedgerUnavailableException(fault)) : _readers.ListAsync(read, cancellation);

    private LedgerFault? FaultOfReading => (!_closed && !File.Exists(_options.Path) ? LedgerFault.Disk : Health.Fault) switch
    {
        LedgerFault.None or LedgerFault.Full or LedgerFault.ReadOnly => null,
        var fault => fault,
    };

    internal Task<T> Ask<T>(Func<SqliteAppend, SqliteStatements, T> run, CancellationToken cancellation)
    {
        var work = new LedgerWork<T>(run);
        if (!_waiting.Writer.TryWrite(work))
        {
            return Task.FromException<T>(new LedgerUnavailableException(_closed ? LedgerFault.Closed : LedgerFault.Overloaded));
        }

        return cancellation.CanBeCanceled ? work.Task.WaitAsync(cancellation) : work.Task;
    }

    private async Task<LedgerBackup?> CopyAsync(string folder, string? fileName)
    {
        if (!_copying.Wait(0, CancellationToken.None))
        {
            throw new IOException("another backup is under way");
        }

        try
        {
            return await BackupFile.WriteAsync(folder, fileName, _clock, async path => await await Ask((_, _) => _writer.Copy(path), CancellationToken.None));
        }
        finally
        {
            _copying.Release();
        }
    }

    private void Write()
    {
        var batch = new List<LedgerWork>(_options.MaxBatch);
        var gathering = new Gathering();
        try
        {
            while (WaitForWork())
            {
                while (gathering.IsWorthWaiting(_waiting.Reader.Count))
                {
                    Thread.Yield();
                }

                Take(batch);
                if (batch.Count > 0)
                {
                    gathering.Begin();
                    _writer.Run(batch);
                    gathering.End(batch.Count);
                }

                _writer.CopyOn();
            }

            _readers.Dispose(); // Before the writer, whose closing then leaves one whole file.
            _writer.Dispose();
            _ended.SetResult();
        }
        catch (Exception fault)
        {
            _closed = true;
            _waiting.Writer.TryComplete();
            for (; batch.Count > 0; Take(batch))
            {
                batch.ForEach(work => work.Fail(new LedgerUnavailableException(LedgerFault.Other, fault)));
            }

            _ended.SetException(fault);
        }
    }

    private void Take(List<LedgerWork> batch)
    {
        batch.Clear();
        while (batch.Count < _options.MaxBatch && _waiting.Reader.TryRead(out var work))
        {
            batch.Add(work);
        }
    }

    /// <summary>
    /// Waits until there is work, of which copying is always some; false when there will be none. While the file cannot be used it is tried
    /// again now and then.
    /// </summary>
    private bool WaitForWork()
    {
        if (_writer.IsCopying && !_closed)
        {
            return true;
        }

        var more = _waiting.Reader.WaitToReadAsync().AsTask();
        while (_writer.Fault != LedgerFault.None && !more.IsCompleted)
        {
            Task.WaitAny(more, Task.Delay(ProbeInterval, _clock));
            if (!more.IsCompleted)
            {
                _writer.Probe();
            }
        }

        return more.GetAwaiter().GetResult();
    }
}
