using System.Runtime.CompilerServices;
using EdgeService.Doors;
using EdgeService.Flow.Figures;
using EdgeService.Overview.Shown;
using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Overview;

/// <summary>
/// The figures for everybody who looks at them: gathered at most once in an interval, however many look, and not at all while nobody does.
/// </summary>
public sealed class FiguresFeed(
    FiguresFlow flow, CallLoad load, IOptions<DoorsOptions> doors, IOptions<OverviewOptions> options, TimeProvider clock, ILogger<FiguresFeed> log) : BackgroundService
{
    private readonly SemaphoreSlim _gathering = new(1);
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly TimeSpan _interval = options.Value.Interval;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Frame? _latest;
    private int _watchers;

    /// <summary>How many watch now.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    /// <summary>The figures, no older than the interval.</summary>
    public async ValueTask<Frame> LatestAsync(CancellationToken cancellation) => Fresh() ?? await GatherAsync(cancellation);

    /// <summary>The figures now, and again whenever they were gathered anew. Who is slow misses some, and nobody waits for it.</summary>
    public async IAsyncEnumerable<Frame> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        Interlocked.Increment(ref _watchers);
        try
        {
            await LatestAsync(cancellation);
            while (true)
            {
                var changed = Volatile.Read(ref _changed).Task;
                yield return _latest!;
                await changed.WaitAsync(cancellation);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    public override void Dispose()
    {
        _gathering.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private async Task TickAsync(CancellationToken stopping)
    {
        try
        {
            if (Watchers > 0)
                await GatherAsync(stopping, always: true);
            else
                await NoteAsync(stopping);
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            log.FiguresNotGathered(unforeseen);
        }
    }

    private Frame? Fresh() => _latest is { } latest && clock.GetUtcNow() - latest.At is var age && age >= TimeSpan.Zero && age < _interval ? latest : null;

    private async Task<Frame> GatherAsync(CancellationToken cancellation, bool always = false)
    {
        await _gathering.WaitAsync(cancellation);
        try
        {
            return !always && Fresh() is { } another ? another : Publish(await GatherOnceAsync(cancellation));
        }
        finally
        {
            _gathering.Release();
        }
    }

    private async Task<Frame> GatherOnceAsync(CancellationToken cancellation)
    {
        flow.NoteAnswers();
        var figures = await flow.GatherAsync(cancellation);
        var view = PageView.Of(figures, DoorsNow());
        return new Frame(figures.At, view, PageJson.Write(view));
    }

    private Frame Publish(Frame frame)
    {
        _latest = frame;
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return frame;
    }

    private async Task NoteAsync(CancellationToken stopping)
    {
        await _gathering.WaitAsync(stopping);
        try
        {
            flow.NoteAnswers();
        }
        finally
        {
            _gathering.Release();
        }
    }

    private DoorFigures DoorsNow() => new(
        _startedAt,
        new(load.Calls, doors.Value.MaxCalls),
        new(load.Streams, doors.Value.MaxStreams),
        new(load.Connections, doors.Value.MaxConnections),
        Watchers);
}
