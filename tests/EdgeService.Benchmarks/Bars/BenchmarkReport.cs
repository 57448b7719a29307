using System.Globalization;
using System.Text.Json;
using EdgeService.Benchmarks.Cases;

namespace EdgeService.Benchmarks.Bars;

/// <summary>What came of one case.</summary>
/// <param name="Name">The case.</param>
/// <param name="Bars">Its bars; empty where it broke off.</param>
/// <param name="Fault">Why it broke off; null where it did not.</param>
internal sealed record CaseResult(string Name, IReadOnlyList<BarResult> Bars, string? Fault)
{
    public bool Passes => Fault is null && Bars.All(bar => bar.Passes);
}

/// <summary>
/// Prints what was measured: notes as they come, one line a bar, one closing line a case. As JSON everything comes at the end.
/// </summary>
internal sealed class BenchmarkReport(bool json, TextWriter output)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly List<string> notes = [];
    private readonly List<CaseResult> cases = [];
    private IReadOnlyDictionary<string, string> machine = new Dictionary<string, string>();

    public IReadOnlyList<CaseResult> Cases => cases;

    public string Machine => string.Join('\n', machine.Select(fact => $"{fact.Key}: {fact.Value}"));

    public string Json => JsonSerializer.Serialize(new { machine, cases = cases.Select(Shown), notes }, Indented);

    public void Open(IReadOnlyDictionary<string, string> described)
    {
        machine = described;
        Print(Machine);
    }

    /// <summary>Says something that belongs to the figures, such as what a round did.</summary>
    public void Note(string text)
    {
        notes.Add(text);
        Print(text);
    }

    /// <summary>Runs a case. One that breaks off has failed, and keeps none of the others from running.</summary>
    public async Task RunAsync(BenchmarkCase chosen, BenchmarkSettings settings)
    {
        try
        {
            Add(chosen.Name, await chosen.RunAsync(settings, this));
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            Note($"{chosen.Name} broke off: {broken}");
            cases.Add(new CaseResult(chosen.Name, [], broken.Message));
            Print($"{chosen.Name} ratio=nan bar=nan fail");
        }
    }

    /// <summary>Ends the report. Returns the exit code: 0 if every bar was reached, else 1.</summary>
    public int Close()
    {
        if (cases.Count > 1)
        {
            Print("\n" + ResultTable.Of(cases));
        }

        if (json)
        {
            output.WriteLine(Json);
        }

        return cases.TrueForAll(result => result.Passes) ? 0 : 1;
    }

    private void Add(string name, IReadOnlyList<BarResult> results)
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
            Print(result.Line($"{name} {result.Name}", result.Passes));
        }

        var measured = new CaseResult(name, results, null);
        cases.Add(measured);
        Print(results.Single(result => result.Principal).Line(name, measured.Passes));
    }

    private static object Shown(CaseResult result) => new { result.Name, result.Passes, result.Fault, bars = result.Bars.Select(Shown) };

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
