using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Npgsql;

namespace EdgeService.Ledger;

/// <summary>
/// The ledger in PostgreSQL, shared by any number of edges. Calls are gathered into transactions by a few writers; what was answered is on the
/// primary and on a standby.
/// </summary>
public sealed class PostgresLedger : ILedger
{
    /// <summary>How often something is tried again because another edge was faster.</summary>
    private const int MostAttempts = 8;

    private readonly CountingView _view = new();
    private readonly PostgresPrimary _primary;
    private readonly PostgresHealth _health;
    private readonly PostgresLane[] _lanes;
    private readonly PostgresTending _tending;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();
    private Task _tended = Task.CompletedTask;
    private bool _closed;
    private readonly TimeSpan _patience;
    private long _asked;

    private PostgresLedger(LedgerOptions options, PostgresOptions postgres, TimeProvider clock, ILogger log, LedgerSecret? secret)
    {
        (_clock, _patience) = (clock, TimeSpan.FromSeconds(postgres.CommitSeconds));
        _primary = new PostgresPrimary(PostgresSettings.OfServers(postgres));
        _health = new PostgresHealth(log);
        _tending = new PostgresTending(options, postgres, _primary, _health, _view, clock, log) { Secret = secret };
        _lanes = [.. Enumerable.Range(0, postgres.Writers).Select(_ => new PostgresLane(options, postgres, _primary, _health, _view, clock))];
        Terminals = new PostgresTerminalRegister(this, postgres, _primary, _health);
        Exchange = new EdgeExchange(this);
    }

    /// <summary>The register of terminals in the same database.</summary>
    public ITerminalRegister Terminals { get; }

    public LedgerHealth Health => new(Volatile.Read(ref _closed) ? LedgerFault.Closed : _health.Fault);

    /// <summary>
    /// Opens the ledger. A database that cannot be reached is tried on in the background: the ledger is then out of reach until it answers.
    /// </summary>
    /// <param name="options">How it is tended.</param>
    /// <param name="postgres">Where it is.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Where faults are said.</param>
    /// <param name="secret">The member secret that its keys must stand under; null takes whatever it is.</param>
    /// <exception cref="LedgerUnavailableException">The database is reached and must not be used; the fault says why.</exception>
    public static async Task<PostgresLedger> OpenAsync(
        LedgerOptions options, PostgresOptions postgres, TimeProvider clock, ILogger log, LedgerSecret? secret = null)
    {
        var ledger = new PostgresLedger(options, postgres, clock, log, secret);
        try
        {
            await ledger._tending.BeginAsync();
            ledger._tended = Task.Run(() => ledger._tending.RunAsync(ledger._stopping.Token));
            return ledger;
        }
        catch
        {
            await ledger.DisposeAsync();
            throw;
        }
    }

    public bool TryView(MemberKey member, out MemberRecord record)
    {
        record = _view.Find(member) ?? MemberRecord.Empty;
        return Health.Usable && _tending.IsFresh;
    }

    public OpenCount? CountOpen(DateTimeOffset now, int most) => Health.Usable && _tending.IsFresh ? _view.CountOpen(now, most) : null;

    public LedgerLoad Load => new([.. _lanes.Select(lane => lane.Waiting)], _lanes[0].Room);

    public async Task<LedgerAnswer> AppendAsync(LedgerCall call, CancellationToken cancellation)
    {
        var work = new PostgresRequest(call.Request, call);
        return (await TakeAsync(work, work.Task, call.Member.Value, cancellation))!;
    }

    public Task<LedgerAnswer?> RecallAsync(LedgerRequest request, CancellationToken cancellation)
    {
        var work = new PostgresRequest(request, null);
        return TakeAsync(work, work.Task, work.Key[0], cancellation);
    }

    public Task<ItemHolder?> FindHolderAsync(ItemRef item, CancellationToken cancellation) =>
        AskSurelyAsync(connection => PostgresReading.HolderAsync(connection, item), cancellation);

    public Task<MemberRecord> ReadAsync(MemberKey member, CancellationToken cancellation) =>
        AskSurelyAsync(async connection => await PostgresReading.RecordAsync(connection, member) ?? MemberRecord.Empty, cancellation);

    public Task<IReadOnlyList<LedgerEntry>> ReadEntriesAsync(MemberKey member, long grant, CancellationToken cancellation) =>
        AskSurelyAsync(connection => PostgresReading.EntriesAsync(connection, member, grant), cancellation);

    public Task<GrantPage> ListGrantsAsync(GrantFilter filter, GrantCursor? after, int most, CancellationToken cancellation)
    {
        var listing = GrantListing.Of(filter, after, most);
        return AskAsync(async connection => GrantListing.PageOf(await PostgresReading.GrantsAsync(connection, listing), most), cancellation);
    }

    public Task<EntryPage> ExportEntriesAsync(EntryCursor after, int most, CancellationToken cancellation)
    {
        LedgerPages.Bounded(most);
        return AskAsync(connection => ExportAsync(connection, after, most), cancellation);
    }

    public Task<long> ReadClaimPositionAsync(string terminal, CancellationToken cancellation) =>
        AskSurelyAsync(connection => PostgresReading.ClaimAsync(connection, terminal), cancellation);

    public Task<IReadOnlyList<RevokedPlace>> ReadRevokedPlacesAsync(DateTimeOffset now, CancellationToken cancellation) =>
        AskAsync(connection => PostgresReading.RevokedPlacesAsync(connection, now), cancellation);

    public Task<FaultyClaimPage> ListFaultyClaimsAsync(FaultyClaimFilter filter, FaultyClaimCursor? after, int most, CancellationToken cancellation)
    {
        var listing = FaultyClaimListing.Of(filter, after, most);
        return AskAsync(async connection => FaultyClaimListing.PageOf(await PostgresReading.FaultyAsync(connection, listing), most), cancellation);
    }

    public Task<int> EraseAsync(TimeSpan retention, int most, CancellationToken cancellation)
    {
        LedgerPages.Bounded(most);
        return AskAsync(connection => PostgresErasure.RunAsync(connection, retention, _clock.GetUtcNow(), most), cancellation);
    }

    public Task<IReadOnlyList<GrantTotal>> ReadTotalsAsync(CancellationToken cancellation) => AskAsync(PostgresReading.TotalsAsync, cancellation);

    public bool IsShared => true;

    public EdgeExchange Exchange { get; }

    public Task<IReadOnlyList<HeardEdge>> MeetEdgesAsync(EdgeSign own, CancellationToken cancellation) =>
        AskAsync(connection => PostgresEdges.MeetAsync(connection, own), cancellation);

    public Task<ActPage> ReadActsAsync(long after, int most, CancellationToken cancellation)
    {
        LedgerPages.Bounded(most);
        return AskAsync(connection => ActsAsync(connection, after, most), cancellation);
    }

    public Task<IReadOnlyList<KeptAct>> ReadActsOfAsync(MemberKey member, CancellationToken cancellation) =>
        AskSurelyAsync(connection => PostgresFileRows.ActsOfAsync(connection, member), cancellation);

    public Task<DisputePage> ListDisputesAsync(DisputeFilter filter, DisputeCursor? after, int most, CancellationToken cancellation)
    {
        LedgerPages.Bounded(most);
        return AskAsync(connection => PostgresFileRows.DisputesAsync(connection, filter, after, most), cancellation);
    }

    public Task<int> EraseDisputesAsync(MemberKey member, long before, CancellationToken cancellation) =>
        AskAsync(connection => PostgresFileRows.EraseDisputesAsync(connection, member, before), cancellation);

    public Task<IReadOnlyList<FormerKeyRow>> ReadFormerKeysAsync(CancellationToken cancellation) => AskAsync(PostgresSecret.FormerKeysAsync, cancellation);

    public Task<FormerKeySweep> LetGoOfFormerKeysAsync(TimeSpan kept, UInt128 after, int most, CancellationToken cancellation) =>
        AskAsync(connection => PostgresSecret.LetGoAsync(connection, kept, after, most), cancellation);

    /// <summary>PostgreSQL is copied by its own tools, whole clusters at a time.</summary>
    public Task<LedgerBackup?> BackUpAsync(string? fileName, CancellationToken cancellation) => Task.FromResult<LedgerBackup?>(null);

    /// <summary>Takes no more calls, finishes those that wait, and closes its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, true))
        {
            return;
        }

        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }

        await _stopping.CancelAsync();
        await _tended;
        await _tending.DisposeAsync();
        await _primary.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>A page whose cursor must still mean the same after a failover: it is told once a standby has all that is on it.</summary>
    private async Task<EntryPage> ExportAsync(NpgsqlConnection connection, EntryCursor after, int most)
    {
        var page = await PostgresReading.ExportAsync(connection, after, most);
        if (!page.Entries.IsEmpty && !await PostgresSession.TouchAsync(connection, _patience))
        {
            throw new LedgerUnavailableException(LedgerFault.NotReplicated);
        }

        return page;
    }

    /// <summary>Acts are put in force where they are read, and their numbers are not asked for again: they are told once a standby has them.</summary>
    private async Task<ActPage> ActsAsync(NpgsqlConnection connection, long after, int most)
    {
        var page = await PostgresFileRows.ActsAsync(connection, after, most);
        if (!page.Acts.IsEmpty && !await PostgresSession.TouchAsync(connection, _patience))
        {
            throw new LedgerUnavailableException(LedgerFault.NotReplicated);
        }

        return page;
    }

    /// <summary>Asks what somebody acts on: the answer waits for a commit, and so for what it saw to be on a standby.</summary>
    private Task<T> AskSurelyAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellation)
    {
        var work = new PostgresQuestion<T>(ask);
        return TakeAsync(work, work.Task, (ulong)Interlocked.Increment(ref _asked), cancellation);
    }

    private Task<T> TakeAsync<T>(PostgresWork work, Task<T> answer, ulong place, CancellationToken cancellation)
    {
        if (!Health.Usable)
        {
            return Task.FromException<T>(new LedgerUnavailableException(Health.Fault));
        }

        if (!_lanes[place % (ulong)_lanes.Length].TryTake(work))
        {
            return Task.FromException<T>(new LedgerUnavailableException(Volatile.Read(ref _closed) ? LedgerFault.Closed : LedgerFault.Overloaded));
        }

        return cancellation.CanBeCanceled ? answer.WaitAsync(cancellation) : answer;
    }

    /// <summary>
    /// Asks on a connection of its own; once more on a new one when the first had gone stale. What it shows may be a commit that no standby has
    /// yet: for lists, which nobody acts on unasked.
    /// </summary>
    internal Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellation)
    {
        if (Health.Fault is var fault && fault is LedgerFault.Closed or LedgerFault.OutOfReach)
        {
            return Task.FromException<T>(new LedgerUnavailableException(fault));
        }

        return AskTwiceAsync(ask).WaitAsync(cancellation);
    }

    private async Task<T> AskTwiceAsync<T>(Func<NpgsqlConnection, Task<T>> ask)
    {
        var first = true;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _primary.OpenAsync();
                return await ask(connection);
            }
            catch (Exception fault) when (PostgresFault.IsConflict(fault) && attempt < MostAttempts)
            {
                // Another edge was faster: nothing is wrong with the server, nor with anybody's connection.
            }
            catch (Exception fault) when (PostgresFault.IsStores(fault) && !PostgresFault.IsConflict(fault) && first)
            {
                first = false;
                _primary.Leave();
            }
            catch (Exception fault) when (PostgresFault.IsStores(fault) || fault is FormatException)
            {
                throw PostgresFault.Unavailable(fault);
            }
        }
    }
}
