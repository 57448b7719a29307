using System.Diagnostics;
using System.Threading.Channels;
using Npgsql;

namespace EdgeService.Ledger;

/// <summary>
/// One writer: takes whatever waits and carries it out in one transaction, over and over. A member's calls all go to the same lane, so that
/// only other edges compete for a record.
/// </summary>
internal sealed class PostgresLane : IAsyncDisposable
{
    /// <summary>How often a batch is decided anew because another edge was faster, before its callers are told to come again.</summary>
    private const int MostAttempts = 24;

    private readonly Channel<PostgresWork> _waiting;
    private readonly PostgresPrimary _primary;
    private readonly PostgresHealth _health;
    private readonly CountingView _view;
    private readonly TimeProvider _clock;
    private readonly bool _needsStandby;
    private readonly int _most;
    private readonly TimeSpan _patience;
    private readonly Task _ended;
    private PostgresSession? _session;

    public PostgresLane(
        LedgerOptions options, PostgresOptions postgres, PostgresPrimary primary, PostgresHealth health, CountingView view, TimeProvider clock)
    {
        (_primary, _health, _view, _clock) = (primary, health, view, clock);
        (_needsStandby, _most, _patience) = (!postgres.SingleNode, options.MaxBatch, TimeSpan.FromSeconds(postgres.CommitSeconds));
        Room = Math.Max(1, options.MaxWaiting / postgres.Writers);
        _waiting = Channel.CreateBounded<PostgresWork>(new BoundedChannelOptions(Room) { SingleReader = true });
        _ended = Task.Run(RunAsync);
    }

    /// <summary>How many calls may wait.</summary>
    public int Room { get; }

    /// <summary>How many do.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>Takes work; false when too much waits.</summary>
    public bool TryTake(PostgresWork work) => _waiting.Writer.TryWrite(work);

    /// <summary>Takes no more, and finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended;
        await DropAsync();
    }

    private async Task RunAsync()
    {
        var batch = new List<PostgresWork>(_most);
        var gathering = new Gathering();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (gathering.IsWorthWaiting(_waiting.Reader.Count))
            {
                await Task.Yield();
            }

            batch.Clear();
            while (batch.Count < _most && _waiting.Reader.TryRead(out var work))
            {
                batch.Add(work);
            }

            gathering.Begin();
            await CarryOutAsync(batch);
            gathering.End(batch.Count);
        }
    }

    private async Task CarryOutAsync(List<PostgresWork> batch)
    {
        try
        {
            if (_health.Fault != LedgerFault.None)
            {
                throw new LedgerUnavailableException(_health.Fault);
            }

            await SettleAsync(batch);
            batch.ForEach(work => work.Answer());
        }
        catch (Exception fault)
        {
            await DropAsync();
            var unavailable = PostgresFault.Unavailable(fault);
            batch.ForEach(work => work.Fail(unavailable));
        }
    }

    /// <summary>
    /// Runs the batch until its fate is certain: again when another edge was faster, again after a commit of unknown fate, under the same
    /// request ids, which wait for the first one's fate.
    /// </summary>
    private async Task SettleAsync(List<PostgresWork> batch)
    {
        var (started, mayBeKept) = (Stopwatch.GetTimestamp(), false);
        for (var attempt = 1; ; attempt++)
        {
            var fresh = _session is null;
            try
            {
                switch (await TryAsync(batch, attempt))
                {
                    case CommitFate.Kept:
                        return;
                    case CommitFate.Unknown:
                        mayBeKept = true;
                        await TurnAwayAsync(new LedgerUnavailableException(_needsStandby ? LedgerFault.NotReplicated : LedgerFault.OutOfReach));
                        break;
                }
            }
            catch (Exception fault) when (PostgresFault.IsConflict(fault))
            {
                await _session!.RollbackAsync();
            }
            catch (Exception fault) when (PostgresFault.IsStores(fault))
            {
                await TurnAwayAsync(PostgresFault.Unavailable(fault), quietly: !fresh && !mayBeKept);
                if (fresh && !(mayBeKept && Stopwatch.GetElapsedTime(started) < _patience))
                {
                    throw new LedgerUnavailableException(PostgresFault.Of(fault), fault) { MayBeKept = mayBeKept };
                }

                await Task.Delay(fresh ? 50 : 0);
            }
            catch (LedgerUnavailableException fault) when (mayBeKept)
            {
                throw new LedgerUnavailableException(fault.Fault, fault) { MayBeKept = true };
            }

            if (attempt >= MostAttempts && !mayBeKept)
            {
                throw new LedgerUnavailableException(LedgerFault.Overloaded);
            }

            if (mayBeKept && Stopwatch.GetElapsedTime(started) > 2 * _patience)
            {
                throw new LedgerUnavailableException(_health.Fault) { MayBeKept = true };
            }
        }
    }

    /// <summary>One attempt. Null when somebody else was faster.</summary>
    private async Task<CommitFate?> TryAsync(List<PostgresWork> batch, int attempt)
    {
        _session ??= new PostgresSession(await _primary.OpenAsync());
        var scene = new PostgresScene(_session.Connection);
        await scene.GatherAsync(batch);
        if (_needsStandby && !scene.IsReplicated)
        {
            await _session.RollbackAsync();
            var fault = new LedgerUnavailableException(LedgerFault.NotReplicated);
            _health.Fail(fault);
            throw fault;
        }

        var draft = new PostgresDraft(scene, again: attempt > 1);
        foreach (var work in batch)
        {
            await draft.RunAsync(work);
        }

        await using var writes = new NpgsqlBatch(_session.Connection);
        if ((!draft.IsEmpty || draft.IsAsked) && !await new PostgresWrite(writes, draft, _clock.GetUtcNow()).RunAsync())
        {
            await _session.RollbackAsync();
            return null;
        }

        var fate = await _session.CommitAsync(_patience);
        if (fate == CommitFate.Kept)
        {
            foreach (var (member, change) in draft.Changed)
            {
                _view.Put(member, change.After);
            }

            _view.Sweep(_clock.GetUtcNow());
        }

        return fate;
    }

    private async Task TurnAwayAsync(LedgerUnavailableException fault, bool quietly = false)
    {
        await DropAsync();
        _primary.Leave();
        if (!quietly)
        {
            _health.Fail(fault);
        }
    }

    private async Task DropAsync()
    {
        var session = _session;
        _session = null;
        if (session is not null)
        {
            await session.DisposeAsync();
        }
    }
}
