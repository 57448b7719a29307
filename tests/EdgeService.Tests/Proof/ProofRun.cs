using System.Diagnostics;
using System.Globalization;
using EdgeService.Building.Population;

namespace EdgeService.Tests.Proof;

/// <summary>
/// Rounds of load on a ledger that is broken in the middle of each. After each round the history must be one that a ledger could give that
/// never broke; after the last the ledger must hold what was told, and nothing else.
/// </summary>
internal sealed class ProofRun(IBreakable trial, int seed)
{
    private const int MembersARound = 3;

    private readonly Random _random = new(seed);
    private readonly List<Observation> _told = [];
    private readonly List<string> _faults = [];
    private readonly List<TimeSpan> _recoveries = [];
    private long _candidate;
    private int _repeated;

    /// <param name="rounds">How many, unless something is found before.</param>
    /// <param name="breaks">Whether the ledger is broken at all.</param>
    public async Task<ProofReport> RunAsync(int rounds, bool breaks = true)
    {
        var round = 0;
        while (round < rounds && _faults.Count == 0)
        {
            round++;
            await RunRoundAsync(breaks);
        }

        if (_faults.Count == 0)
            await AuditAsync();
        return new ProofReport(seed, round, _told.Count, _told.Count(seen => seen.Told == Told.Granted), _repeated, _recoveries, _faults);
    }

    private async Task AuditAsync()
    {
        using var audit = new LedgerAudit(trial.Home);
        _faults.AddRange(audit.FaultsOf(_told, await trial.ReadLedgerAsync()));
    }

    private async Task RunRoundAsync(bool breaks)
    {
        var load = new Load(trial, await MembersAsync(), _random.Next());
        using var stop = new CancellationTokenSource();
        var running = load.RunAsync(stop.Token);
        await UnlessFailedAsync(load.History.MoreAsync(_random.Next(10, 400)), running);
        if (breaks)
            await BreakAsync(load.History, running);
        await UnlessFailedAsync(load.History.MoreAsync(_random.Next(10, 60)), running);
        await stop.CancelAsync();
        await running;
        await SettleAsync(load);
        await trial.MendAsync();
    }

    private async Task BreakAsync(History history, Task running)
    {
        // What was asked before it broke, and answered later, tells nothing of the recovery.
        var broken = long.MaxValue;
        var recovered = history.NextAsync(seen => seen.LastAsked > Volatile.Read(ref broken) && seen.Told is Told.Granted or Told.Done);
        await trial.BreakAsync(gone: () => Volatile.Write(ref broken, Stopwatch.GetTimestamp()));
        _recoveries.Add(Stopwatch.GetElapsedTime(broken, (await UnlessFailedAsync(recovered, running)).Answered));
    }

    private async Task SettleAsync(Load load)
    {
        var changed = await load.SettleAsync();
        var seen = load.History.Seen;
        _repeated += load.History.Kept.Count;
        _told.AddRange(seen);
        _faults.AddRange(changed.Select(one => $"changed: the same request got other bytes than at first: {one}"));
        if ((trial.IsShared ? Linearizability.FaultOfEach(seen) : Linearizability.FaultOf(seen)) is { } fault)
            _faults.Add(fault);
    }

    /// <summary>Members whom no earlier round has touched and who may have the perk.</summary>
    private async Task<IReadOnlyList<string>> MembersAsync()
    {
        var desk = new DeskCalls(new Asking(trial.Doors, _random), new History());
        var members = new List<string>();
        while (members.Count < MembersARound)
        {
            var candidate = MadePopulation.IdOf(++_candidate);
            if (await desk.MayHaveAsync(candidate))
                members.Add(candidate);
        }

        return members;
    }

    private static async Task<T> UnlessFailedAsync<T>(Task<T> wanted, Task running)
    {
        await UnlessFailedAsync((Task)wanted, running);
        return await wanted;
    }

    /// <summary>Waits, but not for answers of clients that have failed.</summary>
    private static async Task UnlessFailedAsync(Task wanted, Task running)
    {
        if (await Task.WhenAny(wanted, running) == running)
            await running;
        await wanted;
    }
}

/// <summary>What a run came to.</summary>
internal sealed record ProofReport(
    int Seed, int Rounds, int Answers, int Granted, int Repeated, IReadOnlyList<TimeSpan> Recoveries, IReadOnlyList<string> Faults)
{
    public override string ToString()
    {
        var recoveries = Recoveries.Order().Select(one => one.TotalSeconds).ToList();
        var recovery = recoveries.Count == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", recovery median {recoveries[recoveries.Count / 2]:F2} s, worst {recoveries[^1]:F2} s");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"seed {Seed}: {Rounds} rounds, {Answers} answers, {Granted} grants, {Repeated} repeats, {Faults.Count} violations{recovery}");
    }
}
