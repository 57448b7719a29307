using System.Globalization;
using System.Text.Json;
using EdgeService.Benchmarks.Cases;

namespace EdgeService.Benchmarks.Bars;

/// <summary>
/// Prints what was measured: notes as they come, one line a bar, one closing line a case. As JSON everything comes at the end.
/// </summary>
internal sealed class BenchmarkReport(bool json, TextWriter output)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly List<string> notes = [];
    private readonly List<object> cases = [];
    private IReadOnlyDictionary<string, string> machine = new Dictionary<string, string>();
    private bool allPass = true;

    public void Open(IReadOnlyDictionary<string, string> described)
    {
        machine = described;
        Print(string.Join('\n', described.Select(fact => $"{fact.Key}: {fact.Value}")));
    }

    /// <summary>Says something that belongs to the figures, such as what a round did.</summary>
    public void Note(string text)
    {
        notes.Add(text);
        Print(text);
    }

    public void Add(BenchmarkCase measured, IReadOnlyList<BarResult> results)
    {
        foreach (var result in results)
        {
            var side = result.Sense == BarSense.AtLeast ? "at least" : "at most";
            Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Name}: median {result.Median:0.000}, worst round {result.Worst:0.000}, {side} {result.Bar:0.00} wanted, {result.Rounds.Count} rounds"));
        }

        foreach (var result in results)
        {
            Print(result.Line($"{measured.Name} {result.Name}", result.Passes));
        }

        var passes = results.All(result => result.Passes);
        allPass &= passes;
        Print(results.Single(result => result.Principal).Line(measured.Name, passes));
        cases.Add(new { measured.Name, passes, bars = results.Select(Shown) });
    }

    /// <summary>Ends the report. Returns the exit code: 0 if every bar was reached, else 1.</summary>
    public int Close()
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { machine, cases, notes }, Indented));
        }

        return allPass ? 0 : 1;
    }

    private static object Shown(BarResult result) =>
        new { result.Name, ratio = result.Median, result.Worst, result.Bar, sense = result.Sense.ToString(), result.Passes, result.Rounds };

    private void Print(string text)
    {
        if (!json)
        {
            output.WriteLine(text);
        }
    }
}
