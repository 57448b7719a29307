using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Signing;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// What verifying a token costs beside verifying a bare ES256 signature: shape, canonical form, key, signature, audience, time, scope, and for whom it is. What the
/// ledger's word adds is shown beside it.
/// </summary>
internal static class VerifyCase
{
    private const double TokenBar = 0.85;
    private const int WarmUps = 6;
    private const int CallsADivision = 40;

    public static BenchmarkCase Case { get; } = new("verify", "verifying a token beside verifying a bare ES256 signature", RunAsync);

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        await using var desk = await TokenDesk.StartAsync();
        using var raw = new RawSignatures();
        raw.Sign();
        var tokens = settings.Calls / CallsADivision;
        report.Note($"{tokens:#,##0} tokens a side and round, in turns; processor time of the process");
        List<double> ratios = [];
        for (var round = 1 - WarmUps; round <= settings.Rounds; round++)
        {
            var text = desk.Issue(desk.Ask(), Guid.NewGuid());
            var spent = await CpuTurns.MeasureAsync(tokens, CpuTurns.Of(raw.Verify), CpuTurns.Of(() => desk.Read(text)), times => VerifyAsync(desk, text, times));
            if (round <= 0)
                continue;
            ratios.Add(spent[0] / spent[1]);
            report.Note(string.Create(
                CultureInfo.InvariantCulture, $"  round {round}: signature {spent[0]:0.0} us, token {spent[1]:0.0} us, with the ledger's word {spent[2]:0.0} us; ratio {ratios[^1]:0.000}"));
        }

        return [new BarResult("token", ratios, TokenBar, BarSense.AtLeast, Principal: true)];
    }

    private static async Task VerifyAsync(TokenDesk desk, string text, int times)
    {
        for (var i = 0; i < times; i++)
            await desk.VerifyAsync(text);
    }
}
