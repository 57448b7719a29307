using System.Numerics;
using EdgeService.Core.Perks;

namespace EdgeService.Core.Eligibility;

/// <summary>Collects failures and keeps which came first in the order of deciding.</summary>
internal struct Tally
{
    private RuleStage _firstStage;

    /// <summary>Reasons that do not count.</summary>
    internal uint Ignored { get; init; }

    internal uint Bits { get; private set; }

    internal Reason Principal { get; private set; }

    /// <summary>Adds the failures of one rule. Of rules of the same stage the one added first stays principal.</summary>
    internal void Add(RuleStage stage, uint failures)
    {
        failures &= ~Ignored;
        if (failures == 0)
        {
            return;
        }

        Bits |= failures;
        if (Principal != Reason.None && stage >= _firstStage)
        {
            return;
        }

        _firstStage = stage;
        var ofStage = failures & ReasonStages.Of(stage).Bits;
        Principal = (Reason)BitOperations.TrailingZeroCount(ofStage == 0 ? failures : ofStage);
    }
}
