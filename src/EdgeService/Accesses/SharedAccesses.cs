using EdgeService.Core.Members;
using EdgeService.Telemetry;

namespace EdgeService.Accesses;

/// <summary>
/// Puts this edge's accesses beside those of the other edges of its ledger, and reads theirs. Nobody waits for it: while the ledger does not answer what came
/// waits in memory, what finds no place there is counted, and members are told from when on nothing is missing.
/// </summary>
public sealed class SharedAccesses : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan TendEvery = TimeSpan.FromHours(1);
    /// <summary>Records come a little out of order.</summary>
    private static readonly TimeSpan OutOfOrder = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceToRead = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(2);

    private readonly AccessOptions _options;
    private readonly IAccessExchange? _exchange;
    private readonly WaitingAccesses _waiting;
    private readonly EdgeMeter _meter;
    private readonly ILogger<SharedAccesses> _log;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _waking = new(0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _sharing;
    private BookedBefore? _before;
    private DateTimeOffset _tendAt;
    private bool _saidUnshared;
    private bool _disposed;

    /// <param name="options">How long what is kept, and how much may wait.</param>
    /// <param name="book">This edge's own, before anything is added to it: what an end of the process has kept from the others is in it.</param>
    /// <param name="exchange">Where it is put; null where nothing is shared.</param>
    /// <param name="clock">The time.</param>
    /// <param name="meter">Counts what is lost.</param>
    /// <param name="log">Where faults are said.</param>
    public SharedAccesses(AccessOptions options, AccessBook book, IAccessExchange? exchange, TimeProvider clock, EdgeMeter meter, ILogger<SharedAccesses> log)
    {
        (_options, _exchange, _clock, _meter, _log) = (options, options.Shared ? exchange : null, clock, meter, log);
        _waiting = new WaitingAccesses(options.MostWaitingBytes);
        _before = _exchange is null ? null : book.Before();
        _sharing = _exchange is null ? Task.CompletedTask : Task.Run(() => ShareAsync(_exchange));
    }

    /// <summary>Bytes that wait for the ledger.</summary>
    internal long WaitingBytes => _waiting.Bytes;

    /// <summary>Takes records over, to be put beside those of other edges.</summary>
    internal void Add(ReadOnlyMemory<byte> records, DateTimeOffset now)
    {
        if (_exchange is null)
            return;
        if (!_waiting.TryAdd(records, now))
        {
            var lost = AccessRecord.Count(records.Span);
            _log.AccessesUnshared(lost);
            _meter.AccessesUnshared(lost);
        }

        _waking.Release();
    }

    /// <summary>Forgets a member's accesses up to a moment, in milliseconds since 1970: what waits here, and what any edge has put there. Done when the task ends.</summary>
    internal Task EraseAsync(MemberKey member, long through)
    {
        if (_exchange is null)
            return Task.CompletedTask;
        var done = _waiting.EraseAsync(member, through);
        _waking.Release();
        return done;
    }

    /// <summary>
    /// A member's accesses at all edges, enough of them for a page; null where nothing is shared, or where the ledger does not answer in time.
    /// </summary>
    /// <param name="member">The member.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="most">Most on the page.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<CommonAccesses?> ReadAsync(MemberKey member, AccessCursor? after, int most, DateTimeOffset now, CancellationToken cancellation)
    {
        if (_exchange is null)
            return null;
        var from = (now - _options.Retention).ToUnixTimeMilliseconds();
        var needed = most + 1 + Math.Clamp(after?.Skip ?? 0, 0, _options.Gathered); // The page, what the pages before have shown of its first moment, and whether there is more.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(PatienceToRead);
        try
        {
            return await _exchange.ReadAsync(member, from, after?.At ?? long.MaxValue, needed, patience.Token);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            _log.AccessesNotRead(fault);
            return null;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Shares what is waiting, if the ledger answers soon, then ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _closing.CancelAsync();
        await _sharing;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await StopAsync(CancellationToken.None);
        _closing.Dispose();
        _waking.Dispose();
    }

    private async Task ShareAsync(IAccessExchange exchange)
    {
        bool isShared;
        do
            isShared = await TryShareAsync(exchange, _closing.Token);
        while (await IsWokenAsync(isShared ? TendEvery : Again));
        using var patience = new CancellationTokenSource(PatienceAtEnd);
        await TryShareAsync(exchange, patience.Token);
    }

    /// <summary>Adds what was not told before this start, as far as it has not been sorted into files; if it has, that it is missing.</summary>
    private void AddUntold(BookedBefore before, long through, DateTimeOffset now)
    {
        if (before.SortedThrough > through)
            _waiting.Miss(before.SortedThrough);
        var untold = before.Gathered.ToArray();
        var from = through - (long)OutOfOrder.TotalMilliseconds;
        Add(untold.AsMemory(0, AccessRecord.Keep(untold, (in record) => record.At > from)), now);
    }

    private async Task<bool> IsWokenAsync(TimeSpan atLatest)
    {
        try
        {
            // After a fault only time wakes it, so that each access does not try anew.
            if (atLatest == Again)
                await Task.Delay(Again, _clock, _closing.Token);
            else
                await _waking.WaitAsync(atLatest, _closing.Token);
            while (_waking.Wait(0))
            {
                // Woken several times for what is done at once.
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> TryShareAsync(IAccessExchange exchange, CancellationToken cancellation)
    {
        try
        {
            if (_clock.GetUtcNow() is var now && now >= _tendAt)
            {
                await exchange.TendAsync(_options.Retention, cancellation);
                _tendAt = now + TendEvery;
            }

            if (_before is { } before)
                AddUntold(before, await exchange.ThroughAsync(cancellation), _clock.GetUtcNow());
            _before = null;
            await _waiting.BringAsync(exchange, cancellation);
            _saidUnshared = false;
            return true;
        }
        catch (Exception fault)
        {
            if (!_saidUnshared)
                _log.AccessesNotShared(fault, _waiting.Bytes);
            _saidUnshared = true;
            _tendAt = default;
            return false;
        }
    }
}
