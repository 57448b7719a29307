using System.Collections.Concurrent;
using EdgeService.Core.Eligibility;

namespace EdgeService.Telemetry;

/// <summary>What this edge has answered since its start, by perk: a look-up by number and one addition each, whoever reads it.</summary>
public sealed class DecisionCounts
{
    private readonly ConcurrentDictionary<int, Tally> _perks = new();

    /// <summary>Counts one decision. Allocates nothing but at a perk's first.</summary>
    /// <param name="perkCode">The perk's number; only perks of a catalog are decided about, so that there are few.</param>
    /// <param name="outcome">What was decided.</param>
    public void Note(int perkCode, Outcome outcome)
    {
        var tally = _perks.GetOrAdd(perkCode, static _ => new Tally());
        switch (outcome)
        {
            case Outcome.Eligible:
                Interlocked.Increment(ref tally.Permitted);
                break;
            case Outcome.Ineligible:
                Interlocked.Increment(ref tally.Refused);
                break;
            default:
                Interlocked.Increment(ref tally.Referred);
                break;
        }
    }

    /// <summary>The counts so far, by the perk's number.</summary>
    public IReadOnlyDictionary<int, AnswerCounts> Read() => _perks.ToDictionary(
        each => each.Key,
        each => new AnswerCounts(Interlocked.Read(ref each.Value.Permitted), Interlocked.Read(ref each.Value.Refused), Interlocked.Read(ref each.Value.Referred)));

    private sealed class Tally
    {
        public long Permitted;
        public long Refused;
        public long Referred;
    }
}

/// <summary>How often something was answered how.</summary>
/// <param name="Permitted">Yes.</param>
/// <param name="Refused">No.</param>
/// <param name="Referred">A person is to decide.</param>
public readonly record struct AnswerCounts(long Permitted, long Refused, long Referred)
{
    public long Total => Permitted + Refused + Referred;

    /// <summary>What came since an earlier reading of the same counts.</summary>
    public AnswerCounts Since(AnswerCounts earlier) => new(Permitted - earlier.Permitted, Refused - earlier.Refused, Referred - earlier.Referred);
}
