using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using EdgeService.Telemetry;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EdgeService.Tests.Telemetry;

public sealed class DecisionLogTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly SetClock _clock = new(Noon);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<EdgeMeter>().BuildServiceProvider();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_line_appended_is_in_the_file_of_its_day_after_closing()
    {
        await using (var log = Open())
            Append(log, 500);
        var lines = Lines("2026-11-21");
        Assert.Equal(Enumerable.Range(0, 500).Select(number => $"perk-{number}"), lines.Select(line => line.GetProperty("perk").GetString()));
        string[] names = ["time", "decision_id", "perk", "partner", "venue", "terminal", "outcome", "code"];
        Assert.Equal(names, lines[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("-_8", lines[0].GetProperty("decision_id").GetString());
    }

    [Fact]
    public async Task Line_is_on_disk_soon_after_it_was_appended()
    {
        await using var log = Open();
        var started = Stopwatch.GetTimestamp();
        Append(log, 1);
        while (!File.Exists(PathOf("2026-11-21")) || new FileInfo(PathOf("2026-11-21")).Length == 0)
            await Task.Yield();
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 0, 1000);
    }

    [Fact]
    public async Task Day_has_a_file_of_its_own()
    {
        await using (var log = Open())
            Append(log, 1);
        _clock.Now = Noon.AddDays(1);
        await using (var log = Open())
            Append(log, 2);
        Assert.Single(Lines("2026-11-21"));
        Assert.Equal(2, Lines("2026-11-22").Count);
    }

    [Fact]
    public async Task Lines_that_do_not_fit_are_counted_in_the_next_line_and_in_the_meter()
    {
        long counted = 0;
        using var listener = Listen(lost => Interlocked.Add(ref counted, lost));
        await using (var log = Open(capacity: 10))
            Append(log, 1000);
        var lines = Lines("2026-11-21");
        var written = lines.Count(line => line.TryGetProperty("perk", out _));
        var lost = lines.Where(line => line.TryGetProperty("lost", out _)).Sum(line => line.GetProperty("lost").GetInt64());
        Assert.InRange(written, 10, 999);
        Assert.Equal(1000, written + lost);
        Assert.Equal(lost, Interlocked.Read(ref counted));
    }

    [Fact]
    public async Task Lines_that_cannot_be_written_are_counted_and_writing_goes_on_when_it_can()
    {
        File.WriteAllText(_folder.At("decisions"), "in the way");
        long counted = 0;
        using var listener = Listen(lost => Interlocked.Add(ref counted, lost));
        await using (var log = Open())
        {
            Append(log, 3);
            while (Interlocked.Read(ref counted) < 3)
                await Task.Yield();
            File.Delete(_folder.At("decisions"));
            Append(log, 1);
        }

        var lines = Lines("2026-11-21");
        Assert.Equal(3, lines[0].GetProperty("lost").GetInt64());
        Assert.Equal("perk-0", lines[1].GetProperty("perk").GetString());
    }

    [Fact]
    public async Task Half_a_line_left_by_a_crash_does_not_spoil_the_next()
    {
        Directory.CreateDirectory(_folder.At("decisions"));
        File.WriteAllText(PathOf("2026-11-21"), "{\"time\":\"2026-11-21T1");
        await using (var log = Open())
            Append(log, 1);
        var lines = File.ReadAllLines(PathOf("2026-11-21"));
        Assert.Equal(2, lines.Length);
        Assert.Equal("perk-0", JsonElement.Parse(lines[1]).GetProperty("perk").GetString());
    }

    private static void Append(DecisionLog log, int count)
    {
        for (var number = 0; number < count; number++)
            log.Append(new DecisionRecord(Noon, new byte[] { 0xFB, 0xFF }, $"perk-{number}", "citybike", "central-park", "dock-1", "INELIGIBLE", "NOT_AVAILABLE"));
    }

    private MeterListener Listen(Action<long> lost)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "edge.decision_log.lost" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => lost(value));
        listener.Start();
        return listener;
    }

    private DecisionLog Open(int capacity = 16_384)
    {
        var options = new DecisionLogOptions { Folder = _folder.At("decisions"), Capacity = capacity };
        return new DecisionLog(Options.Create(options), _clock, _services.GetRequiredService<EdgeMeter>(), NullLogger<DecisionLog>.Instance);
    }

    private string PathOf(string day) => _folder.At("decisions", day + ".jsonl");

    private List<JsonElement> Lines(string day) => [.. File.ReadLines(PathOf(day)).Select(line => JsonElement.Parse(line))];
}
