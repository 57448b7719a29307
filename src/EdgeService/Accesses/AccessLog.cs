using System.Collections.Concurrent;
using System.Threading.Channels;
using EdgeService.Core.Members;
using EdgeService.Telemetry;

namespace EdgeService.Accesses;

/// <summary>
/// Takes down who asked about whom without making them wait: noting an access puts 32 bytes into a queue, and one writer brings what has gathered to the disk
/// together. What finds no place is counted, and members are told from when on nothing is missing.
/// </summary>
public sealed class AccessLog : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan TendEvery = TimeSpan.FromHours(1);

    private readonly Channel<Access> _waiting;
    private readonly ConcurrentQueue<(MemberKey Member, TaskCompletionSource Done)> _erasures = new();
    private readonly Access[] _batch;
    private readonly AccessBook _book;
    private readonly TimeSpan _gather;
    private readonly EdgeMeter _meter;
    private readonly ILogger<AccessLog> _log;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _writing;
    private DateTimeOffset _tendAt;
    private long _lost;
    private bool _disposed;

    public AccessLog(AccessOptions options, AccessBook book, TimeProvider clock, EdgeMeter meter, ILogger<AccessLog> log)
    {
        _waiting = Channel.CreateBounded<Access>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        _batch = new Access[Math.Min(options.Capacity, 65_536)];
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
        if (!_waiting.Writer.TryWrite(new(member, isEnrolled ? moment : -moment, decisionId)))
            Interlocked.Increment(ref _lost);
    }

    /// <summary>Forgets everything about a member that was noted before. On disk when the task ends.</summary>
    public Task EraseAsync(MemberKey member)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _erasures.Enqueue((member, done));
        _waiting.Writer.TryWrite(default); // Wakes the writer; one that is behind is awake.
        return done.Task;
    }

    /// <summary>Returns when everything noted so far is on disk.</summary>
    public Task FlushAsync() => EraseAsync(default);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes what is waiting, then closes. Noting afterwards only counts.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await _closing.CancelAsync();
        await _writing;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await StopAsync(CancellationToken.None);
        _closing.Dispose();
    }

    private async Task WriteAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            await GatherAsync();
            do
            {
                WriteBatch();
            }
            while (!_erasures.IsEmpty); // Asked for while the batch was written: what was to wake this loop for it went with the batch.
        }

        WriteBatch();
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

    private void WriteBatch()
    {
        // Before the queue is emptied: what was noted before an erasure was asked for is in it.
        var erasures = new List<(MemberKey Member, TaskCompletionSource Done)>();
        while (_erasures.TryDequeue(out var erasure))
            erasures.Add(erasure);
        var now = _clock.GetUtcNow();
        while (Gathered() is > 0 and var count)
            Write(count, now);
        Report(Interlocked.Exchange(ref _lost, 0), now);
        erasures.ForEach(Erase);
        if (now >= _tendAt)
        {
            _book.Tend(now);
            _tendAt = now + TendEvery;
        }
    }

    private int Gathered()
    {
        var count = 0;
        while (count < _batch.Length && _waiting.Reader.TryRead(out var access))
        {
            if (access.At > 0)
                _batch[count++] = access;
        }

        return count;
    }

    private void Write(int count, DateTimeOffset now)
    {
        try
        {
            _book.Append(_batch.AsSpan(0, count), now);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            _log.AccessesNotStored(cause, count);
            Interlocked.Add(ref _lost, count);
        }

        Array.Clear(_batch, 0, count);
    }

    private void Report(long lost, DateTimeOffset now)
    {
        if (lost == 0)
            return;
        _log.AccessesLost(lost);
        _meter.AccessesLost(lost);
        _book.Miss(now);
    }

    private void Erase((MemberKey Member, TaskCompletionSource Done) erasure)
    {
        try
        {
            if (erasure.Member != default)
                _book.Erase(erasure.Member);
            erasure.Done.SetResult();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            erasure.Done.SetException(fault);
        }
    }
}
