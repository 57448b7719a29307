using System.Collections.Concurrent;
using EdgeService.Core.Members;
using EdgeService.Telemetry;

namespace EdgeService.Accesses;

/// <summary>
/// Takes down who asked about whom without making them wait: noting an access copies it into a buffer, and one writer brings what has gathered to the disk
/// together. What finds no place is counted, and members are told from when on nothing is missing.
/// </summary>
public sealed class AccessLog : IHostedService, IAsyncDisposable
{
    private const int PieceBytes = 1 << 23;
    private static readonly TimeSpan TendEvery = TimeSpan.FromHours(1);

    private readonly NotedAccesses _noted;
    private readonly SemaphoreSlim _waking = new(0);
    private readonly ConcurrentQueue<Erasure> _erasures = new();
    private readonly AccessBook _book;
    private readonly SharedAccesses? _shared;
    private readonly TimeSpan _gather;
    private readonly EdgeMeter _meter;
    private readonly ILogger<AccessLog> _log;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _writing;
    private DateTimeOffset _tendAt;
    private long _lost;
    private bool _disposed;

    /// <param name="options">How much is gathered.</param>
    /// <param name="book">Where it is written to.</param>
    /// <param name="clock">The time.</param>
    /// <param name="meter">Counts what is lost.</param>
    /// <param name="log">Where faults are said.</param>
    /// <param name="shared">Where other edges read it; null where nowhere.</param>
    public AccessLog(AccessOptions options, AccessBook book, TimeProvider clock, EdgeMeter meter, ILogger<AccessLog> log, SharedAccesses? shared = null)
    {
        _shared = shared;
        _noted = new NotedAccesses(options.Capacity);
        _gather = TimeSpan.FromMilliseconds(options.GatherMilliseconds);
        (_book, _clock, _meter, _log) = (book, clock, meter, log);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>
    /// Notes that somebody asked. About one who is not enrolled nothing is kept, but the same is done, so that it takes as long.
    /// </summary>
    public void Note(MemberKey member, DateTimeOffset at, byte[] decisionId, bool isEnrolled)
    {
        var moment = at.ToUnixTimeMilliseconds();
        var place = _noted.Note(member, isEnrolled ? moment : -moment, decisionId);
        if (place == 0)
            Interlocked.Increment(ref _lost);
        else if (place == 1)
            _waking.Release();
    }

    /// <summary>
    /// Forgets what was noted before about a member, of a moment or earlier; also what all edges have put beside it. On disk when the task ends.
    /// </summary>
    public async Task EraseAsync(MemberKey member, DateTimeOffset through)
    {
        var moment = through.ToUnixTimeMilliseconds();
        await EraseHereAsync(member, moment);
        if (_shared is not null)
            await _shared.EraseAsync(member, moment);
    }

    /// <summary>Returns when everything noted so far is on disk.</summary>
    public Task FlushAsync() => EraseHereAsync(default, default);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes what is waiting, then closes. Noting afterwards only counts.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _noted.Close();
        await _closing.CancelAsync();
        await _writing;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await StopAsync(CancellationToken.None);
        _closing.Dispose();
        _waking.Dispose();
    }

    private Task EraseHereAsync(MemberKey member, long through)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _erasures.Enqueue(new(member, through, done));
        _waking.Release();
        return done.Task;
    }

    private async Task WriteAsync()
    {
        while (await IsWokenAsync())
        {
            await GatherAsync();
            WriteBatch();
        }

        WriteBatch();
    }

    /// <summary>Waits until something was noted or is to be erased; false once the log closes.</summary>
    private async Task<bool> IsWokenAsync()
    {
        try
        {
            await _waking.WaitAsync(_closing.Token);
            while (_waking.Wait(0))
            {
                // Woken several times for what one batch does.
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task GatherAsync()
    {
        try
        {
            if (_erasures.IsEmpty)
                await Task.Delay(_gather, _clock, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            // Closing: what has been gathered is written at once.
        }
    }

    /// <summary>Whatever goes wrong, the writer goes on with the next batch, and nobody waits for this one.</summary>
    private void WriteBatch()
    {
        // Before the queue is emptied: what was noted before an erasure was asked for is in it.
        var erasures = new List<Erasure>();
        while (_erasures.TryDequeue(out var erasure))
            erasures.Add(erasure);
        try
        {
            Write(erasures, _clock.GetUtcNow());
        }
        catch (Exception unforeseen)
        {
            _log.AccessesNotStored(unforeseen, 0);
            erasures.ForEach(erasure => erasure.Done.TrySetException(unforeseen));
        }
    }

    private void Write(List<Erasure> erasures, DateTimeOffset now)
    {
        foreach (var piece in AccessRecord.Pieces(_noted.Take(), PieceBytes))
            Write(piece, now);
        Report(Interlocked.Exchange(ref _lost, 0), now);
        erasures.ForEach(Erase);
        if (now >= _tendAt)
        {
            _book.Tend(now);
            _tendAt = now + TendEvery;
        }
    }

    private void Write(ReadOnlyMemory<byte> records, DateTimeOffset now)
    {
        try
        {
            _book.Append(records, now);
            _shared?.Add(records, now);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            var count = AccessRecord.Count(records.Span);
            _log.AccessesNotStored(cause, count);
            Interlocked.Add(ref _lost, count);
        }
    }

    private void Report(long lost, DateTimeOffset now)
    {
        if (lost == 0)
            return;
        _log.AccessesLost(lost);
        _meter.AccessesLost(lost);
        _book.Miss(now);
    }

    private void Erase(Erasure erasure)
    {
        try
        {
            if (erasure.Member != default)
                _book.Erase(erasure.Member, erasure.Through);
            erasure.Done.SetResult();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            erasure.Done.SetException(fault);
        }
    }

    /// <summary>What is to be forgotten.</summary>
    /// <param name="Member">About whom; nobody where only the writing is waited for.</param>
    /// <param name="Through">Up to when, in milliseconds since 1970.</param>
    /// <param name="Done">Ends when it is.</param>
    private sealed record Erasure(MemberKey Member, long Through, TaskCompletionSource Done);
}
