using EdgeService.Catalog;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Flow;

/// <summary>
/// Tells the edges of a shared ledger which perks were asked about here, and learns what was asked at them of the same partners and members. No question
/// waits for it: what waits is told at once and together, and while the ledger does not answer each edge goes by what it knows.
/// </summary>
public sealed class AskedTelling(
    ILedger ledger, CurrentCatalog catalog, IOptions<ProbingOptions> options, LadderAlarm alarm, EdgeMeter meter, TimeProvider clock, ILogger<AskedTelling> log)
    : BackgroundService
{
    private const int MostAtOnce = 512;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(1);

    private readonly EdgeExchange? _exchange = ledger.Exchange;
    private readonly Lock _noting = new();
    private readonly Queue<News> _waiting = new();
    private readonly SemaphoreSlim _waking = new(0);
    private int _underWay;
    private bool _saidUntold;

    /// <summary>Pairs of partner and member of which something is still to be told.</summary>
    internal int Waiting
    {
        get
        {
            lock (_noting)
            {
                return _waiting.Count + _underWay;
            }
        }
    }

    /// <summary>Notes that something is to be told. A pair waits once, however much there is to tell of it.</summary>
    internal void Note(AskedPerks asked, Caller caller)
    {
        if (_exchange is null)
            return;
        lock (_noting)
        {
            _waiting.Enqueue(new(asked, caller));
            if (_waiting.Count > 1)
                return;
        }

        _waking.Release();
    }

    public override void Dispose()
    {
        base.Dispose();
        _waking.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_exchange is null)
            return;
        try
        {
            while (true)
            {
                await _waking.WaitAsync(stoppingToken);
                while (Take() is { Count: > 0 } news)
                {
                    if (!await TryTellAsync(news, stoppingToken))
                        await Task.Delay(Again, clock, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            using var patience = new CancellationTokenSource(PatienceAtEnd);
            while (Take() is { Count: > 0 } news && await TryTellAsync(news, patience.Token))
            {
                // The service stops: what waits is told, if the ledger answers.
            }
        }
    }

    private List<News> Take()
    {
        lock (_noting)
        {
            var news = new List<News>();
            while (news.Count < MostAtOnce && _waiting.TryDequeue(out var next))
                news.Add(next);
            _underWay = news.Count;
            return news;
        }
    }

    /// <summary>Tells, and learns. What could not be told waits on, until its day is over.</summary>
    private async Task<bool> TryTellAsync(List<News> news, CancellationToken cancellation)
    {
        try
        {
            var pairs = news.ConvertAll(one => one.Asked.Untold());
            var known = await _exchange!.TellAskedAsync(pairs, cancellation);
            Learn(news, pairs, known);
            _saidUntold = false;
            Volatile.Write(ref _underWay, 0);
            return true;
        }
        catch (Exception fault)
        {
            if (!_saidUntold && !cancellation.IsCancellationRequested)
                log.AskedNotTold(fault, Waiting);
            _saidUntold = true;
            WaitOn(news);
            return false;
        }
    }

    private void Learn(List<News> news, List<AskedPair> pairs, IReadOnlyList<AskedPair> known)
    {
        var now = clock.GetUtcNow();
        var all = known.ToDictionary(pair => (pair.Day, pair.PartnerId, pair.Member), pair => pair.Codes);
        for (var i = 0; i < news.Count; i++)
        {
            var steps = news[i].Asked.Learn(all[(pairs[i].Day, pairs[i].PartnerId, pairs[i].Member)], catalog.Catalog);
            if (steps >= options.Value.LadderSteps)
                alarm.Raise(news[i].Caller, steps, now);
        }
    }

    private void WaitOn(List<News> news)
    {
        var today = Probing.DayOf(clock.GetUtcNow());
        lock (_noting)
        {
            var over = 0;
            _underWay = 0;
            foreach (var one in news)
            {
                if (one.Asked.Day < today)
                    over++;
                else if (one.Asked.Untell())
                    _waiting.Enqueue(one);
            }

            if (over > 0)
                meter.AskedUntold(over);
        }
    }

    /// <summary>Something to tell.</summary>
    /// <param name="Asked">Of which partner and member.</param>
    /// <param name="Caller">The terminal that asked.</param>
    private readonly record struct News(AskedPerks Asked, Caller Caller);
}
