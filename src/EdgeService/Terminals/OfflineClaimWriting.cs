using EdgeService.Faults;
using EdgeService.Flow;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>What became of a claim, on the wire.</summary>
public static class OfflineClaimWriting
{
    public static Wire.OfflineClaimResult Write(ClaimSight sight) => new()
    {
        Sequence = sight.Sequence,
        Outcome = (Wire.ClaimOutcome)sight.Result,
        Grant = sight.Result == ClaimResult.Settled && sight.Grant is { } grant ? GrantWriting.Write(grant) : null,
        ConflictId = sight.Result == ClaimResult.LateConflict ? sight.Grant?.Id ?? "" : "",
        Fault = sight.Fault is { } fault ? FaultMapping.ToWire(fault) : null,
        ClaimId = sight.ClaimId,
        Verdict = sight.Result == ClaimResult.InvalidToken ? TokenWriting.Write(sight.Token) : Wire.TokenVerdict.Unspecified,
    };
}
