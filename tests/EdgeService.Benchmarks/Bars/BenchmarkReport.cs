using System.Globalization;
using System.Text.Json;
using EdgeService.Benchmarks.Cases;
using EdgeService.Building.Files;

namespace EdgeService.Benchmarks.Bars;

/// <summary>What came of one case.</summary>
/// <param name="Name">The case.</param>
/// <param name="Bars">Its bars; empty where it broke off or was not run.</param>
/// <param name="Fault">Why it broke off, or was not run; null where it came to its end.</param>
internal sealed record CaseResult(string Name, IReadOnlyList<BarResult> Bars, string? Fault)
{
    public bool Passes => Fault is null && Bars.All(bar => bar.Passes);

    /// <summary>Whether the machine lacks what the case needs, so that nothing was measured.</summary>
    public bool NotRun { get; init; }
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
    private readonly List<MeasuredFigure> figures = [];
    private IReadOnlyDictionary<string, string> machine = new Dictionary<string, string>();

    public IReadOnlyList<CaseResult> Cases => cases;

    public IReadOnlyList<MeasuredFigure> Figures => figures;

    public string Machine => string.Join('\n', machine.Select(fact => $"{fact.Key}: {fact.Value}"));

    public string Json => JsonSerializer.Serialize(new { machine, cases = cases.Select(Shown), figures, notes }, Indented);

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

    /// <summary>Says what was measured beside the bars.</summary>
    public void Measured(MeasuredFigure figure)
    {
        figures.Add(figure);
        Print("measured " + figure.Line);
    }

    /// <summary>
    /// Runs a case. One that breaks off has failed, one for which the machine lacks something is not run, and neither keeps the others from running.
    /// </summary>
    public async Task RunAsync(BenchmarkCase chosen, BenchmarkSettings settings)
    {
        if (chosen.Missing() is { } lacking)
        {
            NotRun(chosen.Name, lacking);
            return;
        }

        try
        {
            Add(chosen.Name, await chosen.RunAsync(settings, this));
        }
        catch (DiskFullException full)
        {
            NotRun(chosen.Name, full.Message);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            Note($"{chosen.Name} broke off: {broken}");
            cases.Add(new CaseResult(chosen.Name, [], broken.Message));
            Print($"{chosen.Name} ratio=nan bar=nan fail");
        }
    }

    /// <summary>Ends the report. Returns the exit code: 1 if a bar was not reached, 2 if a case was not run, else 0.</summary>
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

        return cases.Exists(result => !result.Passes && !result.NotRun) ? 1 : cases.Exists(result => result.NotRun) ? 2 : 0;
    }

    private void NotRun(string name, string lacking)
    {
        cases.Add(new CaseResult(name, [], lacking) { NotRun = true });
        Print($"{name} not run: {lacking}");
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

    private static object Shown(CaseResult result) => new { result.Name, result.Passes, result.NotRun, result.Fault, bars = result.Bars.Select(Shown) };

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
