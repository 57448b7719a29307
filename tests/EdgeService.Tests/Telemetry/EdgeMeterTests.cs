using System.Diagnostics.Metrics;
using EdgeService.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeService.Tests.Telemetry;

public sealed class EdgeMeterTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<EdgeMeter>().BuildServiceProvider();
    private readonly List<(string Name, double Value, string Tags)> _seen = [];
    private readonly MeterListener _listener;

    public EdgeMeterTests()
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == EdgeMeter.Name && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _seen.Add((instrument.Name, value, Text(tags))));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _seen.Add((instrument.Name, value, Text(tags))));
        _listener.Start();
    }

    private EdgeMeter Meter => _services.GetRequiredService<EdgeMeter>();

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Each_figure_is_counted_under_its_name_with_its_tags()
    {
        Meter.Decided("bike.deposit-free", "INELIGIBLE", "NOT_AVAILABLE");
        Meter.Shed(ofAll: true);
        Meter.Shed(ofAll: false);
        Meter.ConnectionRefused("crowd");
        Meter.DecisionLogLost(7);
        Meter.LedgerAnswered("RedeemToken", TimeSpan.FromMilliseconds(250));
        (string, double, string)[] expected =
        [
            ("edge.decisions", 1, "perk=bike.deposit-free outcome=INELIGIBLE reason=NOT_AVAILABLE"),
            ("edge.calls.shed", 1, "limit=all"),
            ("edge.calls.shed", 1, "limit=caller"),
            ("edge.connections.refused", 1, "limit=crowd"),
            ("edge.decision_log.lost", 7, ""),
            ("edge.ledger.duration", 0.25, "method=RedeemToken"),
        ];
        Assert.Equal(expected, _seen);
    }

    [Fact]
    public void Age_of_the_data_is_observed_while_there_is_some()
    {
        TimeSpan? age = null;
        Meter.ObserveSnapshotAge(() => age);
        _listener.RecordObservableInstruments();
        Assert.Empty(_seen);
        age = TimeSpan.FromMinutes(2);
        _listener.RecordObservableInstruments();
        Assert.Equal([("edge.snapshot.age", 120, "")], _seen);
    }

    [Fact]
    public void Counting_a_decision_allocates_nothing()
    {
        _listener.Dispose();
        Meter.Decided("bike.deposit-free", "ELIGIBLE", "");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 100; call++)
            Meter.Decided("bike.deposit-free", "ELIGIBLE", "");
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
