using EdgeService.Core.Grants;
using EdgeService.Core.Snapshots;
using EdgeService.Flow;
using EdgeService.Flow.Figures;
using EdgeService.Overview;
using EdgeService.Telemetry;

namespace EdgeService.Tests.Overview;

/// <summary>Figures of an edge in every state that the page has words for.</summary>
internal static class SampleFigures
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static DoorFigures Doors { get; } = new(Noon.AddHours(-30), new(12, 4096), new(340, 16_384), new(412, 8192), 2);

    /// <summary>A large edge on a working day: nothing waits for anybody.</summary>
    public static EdgeFigures Well => new(
        Noon,
        7,
        12,
        Snapshot(TimeSpan.FromHours(3)),
        [
            Perk("bike.deposit-free", "Bike without deposit", new(8120, 640, 12), active: 15_210),
            Perk("library.cardless", "Borrow without a card", new(1940, 310, 4), active: 8822),
            Perk("hospital.credit-treatment", "Treatment first, payment after", new(622, 95, 41), active: 207),
            Perk("station.lounge", "First-class lounge", new(288, 402, 0), active: 61),
            Perk("retail.try-first", "Try first, pay later", new(0, 0, 0), active: 0),
        ],
        new("postgres", true, "", [3, 0, 1, 0], 2048, 0, null, Noon, 1),
        new(new DisputedFigures(0, false, [], 0, false), Noon, true),
        new(Terminals(("citybike:central-park:dock-1", ShownState.Active, 2), ("citylib:main-library:kiosk-1", ShownState.Active, 8), ("railway:central-station:gate-1", ShownState.Enrolled, null)), Noon, true),
        new([Edge(8, TimeSpan.FromSeconds(4), 42), Edge(9, TimeSpan.FromSeconds(9), 42)], Noon, true));

    /// <summary>Name and figures of every state that looks otherwise.</summary>
    public static IReadOnlyList<(string Name, EdgeFigures Figures)> States =>
    [
        ("well", Well),
        ("no-snapshot", Well with { Snapshot = null, Perks = [.. Well.Perks.Select(perk => perk with { Age = PerkAge.Beyond })] }),
        ("edges", Well with { Others = new([Edge(8, TimeSpan.FromMinutes(7), 42), Edge(9, TimeSpan.FromSeconds(9), 41)], Noon, true) }),
        ("alone", Well with { Ledger = Well.Ledger with { Store = "sqlite", IsShared = false, Waiting = [0] }, Others = new(null, default, false) }),
        ("stale", Well with { Snapshot = Snapshot(TimeSpan.FromHours(31)), Perks = [.. Well.Perks.Select(perk => perk with { Age = PerkAge.Stale })] }),
        ("ledger-away", LedgerAway),
        ("never-read", LedgerAway with { Ledger = LedgerAway.Ledger with { CountedAt = null, PendingNotes = 0, OldestNote = null }, Disputed = new(null, default, false), Terminals = new(null, default, false) }),
        ("empty", Well with { Perks = [], Terminals = new(TerminalFigures.Of([], false), Noon, true), Snapshot = Snapshot(TimeSpan.Zero) with { Scores = new([.. new long[13]], [.. new long[4]], 0, 0) } }),
        ("many-conflicts", ManyConflicts),
        ("sampled", Well with { Snapshot = Snapshot(TimeSpan.FromMinutes(4)) with { VerifiedShare = 0.37, Scores = Scores(262_144, 520_000_000) } }),
    ];

    public static EdgeFigures LedgerAway => Well with
    {
        At = Noon.AddMinutes(9),
        Ledger = Well.Ledger with { Fault = "the database server does not answer.", PendingNotes = 4, OldestNote = Noon.AddMinutes(2) },
        Disputed = Well.Disputed with { IsCurrent = false },
        Terminals = Well.Terminals with { IsCurrent = false },
    };

    public static EdgeFigures ManyConflicts => Well with
    {
        Perks = [.. Well.Perks.Select((perk, index) => index == 0 ? perk with { Out = perk.Out with { Overdue = 1311 } } : perk)],
        Disputed = new(new DisputedFigures(1000, true, [.. Enumerable.Range(0, 8).Select(Conflict)], 3, false), Noon, true),
        Terminals = new(
            Terminals([.. Enumerable.Range(1, 90).Select(number => ($"citybike:central-park:dock-{number}", number % 30 == 0 ? ShownState.Suspended : ShownState.Active, (int?)number))]),
            Noon,
            true),
    };

    public static SnapshotFigures Snapshot(TimeSpan age) => new(
        new Basis(42, 12, Noon - age, age),
        new SnapshotMetadata(42, Noon - age, Noon - age, 520_000_000, 1, 0, 26, 0, "edge 1.0", []),
        1803,
        95,
        1,
        Scores(101_000, 101_000));

    private static ScoreSample Scores(long counted, long members)
    {
        long[] weights = [1, 2, 4, 8, 15, 24, 18, 12, 8, 4, 2, 1, 1];
        return new([.. weights.Select(weight => weight * counted / 100)], [.. new[] { 55L, 28, 13, 4 }.Select(weight => weight * counted / 100)], counted, members);
    }

    private static PerkFigures Perk(string id, string title, AnswerCounts answers, long active) =>
        new(id, title, PerkAge.Fresh, answers, new(answers.Permitted * 9, answers.Refused * 9, answers.Referred * 9), new(active / 100, active, 0, 0));

    private static EdgeLine Edge(int number, TimeSpan silence, long snapshot) => new(number, "1.0.0, source c5f07907", TimeSpan.FromHours(50), snapshot, TimeSpan.FromHours(3), 12, silence);

    private static ConflictFigures Conflict(int number) =>
        new($"C{new string((char)('A' + number), 42)}", "umbrella.deposit-free", "citybike:central-park:dock-1", ConflictCause.ItemTaken, Noon.AddMinutes(-7 * number));

    private static TerminalFigures Terminals(params (string Name, ShownState State, int? MinutesAgo)[] terminals)
    {
        var lines = terminals.Select(each => new TerminalLine(each.Name, each.State, Noon.AddMinutes(-(each.MinutesAgo ?? 0)), Noon.AddDays(20), false))
            .Select((line, index) => terminals[index].MinutesAgo is null ? line with { LastSeen = null } : line).ToList();
        return new(lines.GroupBy(line => line.State).ToDictionary(state => state.Key, state => state.Count()), 0, [.. lines.OrderBy(line => line.State == ShownState.Suspended ? 0 : 1).Take(24)], lines.Count, false);
    }
}
