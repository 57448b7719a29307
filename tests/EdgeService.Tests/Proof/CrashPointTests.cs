using System.Diagnostics;
using System.Globalization;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Proof;

/// <summary>
/// The embedded ledger killed at one sync after the other, while what it has written is not on the disk. The next process finds it all the
/// same and answers from it; then the power goes.
/// </summary>
public sealed class CrashPointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _workplace = new();

    private string Database => _folder.At("ledger.db");

    public void Dispose()
    {
        _folder.Dispose();
        _workplace.Dispose();
    }

    [FactNeeds("gcc")]
    public async Task What_was_answered_before_or_after_a_kill_survives_a_power_cut()
    {
        var layer = await LostWrites.OverAsync(_folder.Path, _workplace.Path);
        var points = ProofLength.Of(4, 60);
        for (var sync = 1; sync <= points; sync++)
        {
            var before = await AnswersAsync(AnsweringLedger.Redeems, layer.Environment(dieAtSync: sync * 60 / points));
            var after = await AnswersAsync(AnsweringLedger.Recalls, layer.Environment());
            await layer.CutPowerAsync();
            var kept = await AnswersAsync(AnsweringLedger.Recalls, new Dictionary<string, string>());
            Assert.Empty(before.Except(after).Select(lost => $"killed at sync {sync * 60 / points}, lost: {lost}"));
            Assert.Empty(after.Except(kept).Select(lost => $"killed at sync {sync * 60 / points}, lost when the power went: {lost}"));
            Directory.Delete(_folder.Path, recursive: true);
            Directory.CreateDirectory(_folder.Path);
        }
    }

    private async Task<IReadOnlyList<string>> AnswersAsync(string how, IReadOnlyDictionary<string, string> environment)
    {
        string[] words = ["exec", typeof(CrashPointTests).Assembly.Location, AnsweringLedger.Part, Database, how];
        var start = new ProcessStartInfo(Environment.ProcessPath!, words)
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var answers = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        Assert.Equal((128 + 9).ToString(CultureInfo.InvariantCulture), process.ExitCode.ToString(CultureInfo.InvariantCulture));
        return answers;
    }
}
