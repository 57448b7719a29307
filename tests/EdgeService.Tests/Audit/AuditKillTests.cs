using System.Diagnostics;
using System.Globalization;

namespace EdgeService.Tests.Audit;

/// <summary>Kills a recording process at random moments. The long form: <c>AUDIT_KILLS=200 dotnet test --filter AuditKillTests</c>.</summary>
public sealed class AuditKillTests : IDisposable
{
    private readonly TrialLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Every_acknowledged_act_is_there_in_a_whole_chain_after_kill_9()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("AUDIT_KILLS") ?? "5", CultureInfo.InvariantCulture);
        var (random, acknowledged) = (new Random(20261127), new List<string>());
        for (var kill = 0; kill < kills; kill++)
            acknowledged.AddRange(await RunAndKillAsync(after: random.Next(60)));
        _log.Clock.Now = TimeProvider.System.GetUtcNow();
        _log.Open().Dispose();
        Assert.Empty(_log.Verify().Faults);
        Assert.Empty(acknowledged.Except(_log.Lines().Select(line => line.Entry.Subject)));
        Assert.True(acknowledged.Count >= kills);
    }

    private async Task<List<string>> RunAndKillAsync(int after)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(AuditKillTests).Assembly.Location, AuditWorker.Part, _log.Folder]) { RedirectStandardOutput = true };
        using var worker = Process.Start(start)!;
        var lines = new List<string>();
        while (await worker.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (lines.Count == after + 1)
                worker.Kill();
        }

        await worker.WaitForExitAsync();
        Assert.Equal(128 + 9, worker.ExitCode);
        return lines;
    }
}
