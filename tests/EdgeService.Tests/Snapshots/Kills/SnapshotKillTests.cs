using System.Globalization;
using Xunit.Abstractions;

namespace EdgeService.Tests.Snapshots.Kills;

/// <summary>
/// Kills the real service, kill -9, at random moments while it receives snapshots, swaps them, rolls back, applies changes and starts. The long
/// form: <c>SNAPSHOT_KILLS=100 dotnet test --filter SnapshotKillTests</c>; <c>SNAPSHOT_KILL_SEED</c> repeats one.
/// </summary>
public sealed class SnapshotKillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_restart_serves_a_whole_signed_snapshot_with_every_acknowledged_change()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("SNAPSHOT_KILLS") ?? "6", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("SNAPSHOT_KILL_SEED") ?? "20261122", CultureInfo.InvariantCulture);
        output.WriteLine($"seed {seed}, {kills} kills");
        await using var harassed = await HarassedEdge.MakeAsync(seed);
        for (var kill = 1; kill <= kills; kill++)
        {
            await harassed.WorkUntilKilledAsync();
            await harassed.RestartAsync();
            var state = await harassed.CheckAsync();
            output.WriteLine($"kill {kill}: {state}");
        }

        Assert.True(harassed.Acknowledged >= kills, $"only {harassed.Acknowledged} changes were acknowledged");
        output.WriteLine($"{harassed.Acknowledged} changes acknowledged, {harassed.Swaps} swaps, {harassed.RollBacks} rollbacks, {harassed.KilledStarts} starts killed");
    }
}
