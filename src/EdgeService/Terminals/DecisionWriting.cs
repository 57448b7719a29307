using EdgeService.Flow;
using Google.Protobuf;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>From a decision to what a terminal may know of it.</summary>
public static class DecisionWriting
{
    /// <summary>The decision with its basis, as it stands alone.</summary>
    public static Wire.Decision Write(in Decided decided)
    {
        var message = WriteWithoutBasis(decided);
        message.Basis = BasisWriting.Write(decided.Basis);
        return message;
    }

    /// <summary>The decision as it stands in a batch, whose basis is said once.</summary>
    public static Wire.Decision WriteWithoutBasis(in Decided decided)
    {
        var decision = decided.Decision;
        return new Wire.Decision
        {
            Outcome = (Wire.Outcome)decision.Outcome,
            RefusalCode = (Wire.RefusalCode)decision.Code,
            PerkId = decided.Perk.Id,
            Benefit = decided.IsEligible ? BenefitWriting.Write(decided.Perk, decision.CreditLimit) : null,
            Remedy = decision.Remedy is { } remedy ? BenefitWriting.Write(remedy) : null,
            DecisionId = UnsafeByteOperations.UnsafeWrap(decided.Id),
            Stale = decision.Stale,
        };
    }
}
