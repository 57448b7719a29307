using System.Diagnostics.Metrics;

namespace EdgeService.Telemetry;

/// <summary>What the service counts. Adding allocates nothing, listened to or not.</summary>
public sealed class EdgeMeter : IDisposable
{
    public const string Name = "EdgeService";

    private readonly Meter _meter;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _shed;
    private readonly Counter<long> _connectionsRefused;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _ladders;
    private readonly Counter<long> _spent;
    private readonly Counter<long> _untold;
    private readonly Counter<long> _accessesLost;
    private readonly Counter<long> _accessesUnshared;
    private readonly Histogram<double> _ledger;

    public EdgeMeter(IMeterFactory factory)
    {
        _meter = factory.Create(Name);
        _decisions = _meter.CreateCounter<long>("edge.decisions", "{decision}", "Decisions by perk, outcome and principal reason.");
        _shed = _meter.CreateCounter<long>("edge.calls.shed", "{call}", "Calls turned away: too many under way in all, or beyond their caller's share.");
        _connectionsRefused = _meter.CreateCounter<long>("edge.connections.refused", "{connection}", "Connections ended or not heard, by the limit they met.");
        _lost = _meter.CreateCounter<long>("edge.decision_log.lost", "{line}", "Refusals and referrals that did not reach the decision log.");
        _refused = _meter.CreateCounter<long>("edge.calls.refused", "{call}", "Calls refused to who asked, by reason.");
        _ladders = _meter.CreateCounter<long>("edge.probing.ladders", "{ladder}", "Members asked about at several score thresholds in a day, by partner and terminal.");
        _spent = _meter.CreateCounter<long>("edge.probing.refused", "{question}", "Questions beyond the budget of distinct perks, by partner and terminal.");
        _untold = _meter.CreateCounter<long>("edge.probing.untold", "{pair}", "Pairs of partner and member of which other edges were not told before the day was over.");
        _accessesLost = _meter.CreateCounter<long>("edge.accesses.lost", "{access}", "Accesses that members cannot be told of.");
        _accessesUnshared = _meter.CreateCounter<long>("edge.accesses.unshared", "{access}", "Accesses that members cannot be told of at other edges.");
        _ledger = _meter.CreateHistogram<double>("edge.ledger.duration", "s", "Time from asking the ledger to its durable answer.");
    }

    /// <summary>Whether anybody listens to decisions: naming them for nobody costs a check a tenth of a microsecond.</summary>
    public bool CountsDecisions => _decisions.Enabled;

    public void Decided(string perkId, string outcome, string reason) =>
        _decisions.Add(1, new("perk", perkId), new("outcome", outcome), new("reason", reason));

    public void LedgerAnswered(string method, TimeSpan elapsed) => _ledger.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("method", method));

    public void Shed(bool ofAll) => _shed.Add(1, new KeyValuePair<string, object?>("limit", ofAll ? "all" : "caller"));

    public void ConnectionRefused(string limit) => _connectionsRefused.Add(1, new KeyValuePair<string, object?>("limit", limit));

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
    public void LadderClimbed(string partnerId, string terminal) => _ladders.Add(1, new("partner", partnerId), new("terminal", terminal));

    public void PerkBudgetSpent(string partnerId, string terminal) => _spent.Add(1, new("partner", partnerId), new("terminal", terminal));

    public void AskedUntold(long pairs) => _untold.Add(pairs);

    public void AccessesLost(long accesses) => _accessesLost.Add(accesses);

    public void AccessesUnshared(long accesses) => _accessesUnshared.Add(accesses);

    public void DecisionLogLost(long lines) => _lost.Add(lines);

    /// <summary>Observes the age of the data in use whenever the meter is read; null while there is none.</summary>
    public void ObserveSnapshotAge(Func<TimeSpan?> age) => _meter.CreateObservableGauge(
        "edge.snapshot.age",
        () => age() is { } known ? [new Measurement<double>(known.TotalSeconds)] : Array.Empty<Measurement<double>>(),
        "s",
        "Age of the data that decisions are computed from.");

    /// <summary>Observes how much of the snapshot in use is verified whenever the meter is read; null while there is none.</summary>
    public void ObserveSnapshotVerified(Func<double?> share) => _meter.CreateObservableGauge(
        "edge.snapshot.verified",
        () => share() is { } known ? [new Measurement<double>(known)] : Array.Empty<Measurement<double>>(),
        "1",
        "Share of the snapshot in use that is verified; the rest is at its first use, or before.");

    public void Dispose() => _meter.Dispose();
}
