using System.Text.Json;
using EdgeService.Benchmarks;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Cases;
using EdgeService.Building.Files;

namespace EdgeService.Tests.Benchmarks;

/// <summary>What becomes of a run in which one case passes and another fails, breaks off, or lacks its programs.</summary>
public sealed class BenchmarkReportTests : IDisposable
{
    private const string HowTo = "apt-get install it";
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task Case_that_lacks_its_program_is_told_how_to_get_it_and_the_others_run()
    {
        var report = await RunAsync(Reaching("first", 2), Reaching("second", 2) with { Missing = () => HowTo }, Reaching("third", 2));

        Assert.Equal(2, report.Close());
        Assert.Contains($"second not run: {HowTo}", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("third ratio=2.000 bar=1.00 pass", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_without_room_on_the_disk_is_not_run()
    {
        var report = await RunAsync(new BenchmarkCase("large", "", (_, _) => throw new DiskFullException("full")));

        Assert.Equal(2, report.Close());
        Assert.Contains("large not run: full", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bar_that_is_missed_outweighs_a_case_that_is_not_run()
    {
        var report = await RunAsync(Reaching("low", 0.5), Reaching("absent", 2) with { Missing = () => HowTo });

        Assert.Equal(1, report.Close());
    }

    [Fact]
    public async Task Case_that_breaks_off_has_failed() =>
        Assert.Equal(1, (await RunAsync(new BenchmarkCase("broken", "", (_, _) => throw new InvalidDataException("so")), Reaching("good", 2))).Close());

    [Fact]
    public async Task Every_bar_reached_ends_with_zero() => Assert.Equal(0, (await RunAsync(Reaching("good", 2))).Close());

    [Fact]
    public async Task Bar_without_a_measurement_is_not_reached() => Assert.Equal(1, (await RunAsync(Reaching("unmeasured", double.NaN))).Close());

    [Fact]
    public async Task Figures_stand_in_the_output_and_in_the_json_and_need_no_bar()
    {
        var report = await RunAsync(Reaching("good", 2));
        report.Measured(new MeasuredFigure("good", "thing", new Dictionary<string, double> { ["calls/s"] = 12345.6, ["us"] = 1.25, ["p99-ms"] = double.NaN }));

        Assert.Equal(0, report.Close());
        Assert.Contains("calls/s=12346 us=1.25\n", _output.ToString(), StringComparison.Ordinal);
        var figure = JsonDocument.Parse(report.Json).RootElement.GetProperty("figures")[0];
        Assert.Equal(1.25, figure.GetProperty("values").GetProperty("us").GetDouble());
    }

    private static BenchmarkCase Reaching(string name, double ratio) =>
        new(name, "", (_, _) => Task.FromResult<IReadOnlyList<BarResult>>([new BarResult("bar", [ratio], 1, BarSense.AtLeast, Principal: true)]));

    private async Task<BenchmarkReport> RunAsync(params BenchmarkCase[] cases)
    {
        var report = new BenchmarkReport(json: false, _output);
        foreach (var one in cases)
            await report.RunAsync(one, new BenchmarkSettings());
        return report;
    }
}
