using EdgeService.Core.Grants;
using EdgeService.Flow;
using EdgeService.Identity;
using Google.Protobuf.WellKnownTypes;
using Edge = Perks.Edge.V1;
using Wire = Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>A claim that could not be settled, on the wire.</summary>
public static class FaultyClaimWriting
{
    public static Wire.FaultyClaim Write(FaultyClaimView view)
    {
        var claim = view.Claim;
        var wire = new Wire.FaultyClaim
        {
            ClaimId = view.Id,
            PartnerId = claim.PartnerId,
            Terminal = CallerUrn.Read(claim.Terminal) is { } terminal ? $"{terminal.VenueId}:{terminal.TerminalId}" : claim.Terminal,
            Sequence = claim.Sequence,
            RequestId = claim.RequestId?.ToString("D") ?? "",
            Act = (Wire.JournalledAct)claim.Act,
            ClaimTime = claim.At?.ToTimestamp(),
            PerkId = claim.PerkId,
            UnitCount = claim.Units,
            ItemRefs = { claim.Items },
            HandedOver = claim.HandedOver,
            MemberPseudonym = view.Pseudonym,
            RecordTime = claim.RecordedAt.ToTimestamp(),
        };
        if (claim.Verdict == Core.Tokens.TokenFault.None)
            wire.Fault = new Edge.Fault { Reason = (Edge.ErrorReason)claim.Fault, Message = claim.Message };
        else
            wire.Verdict = Terminals.TokenWriting.Write(claim.Verdict);
        if (claim.Decision is { } decision)
            Write(wire, decision);
        return wire;
    }

    private static void Write(Wire.FaultyClaim wire, FaultyClaimDecision decision)
    {
        wire.Resolution = (Wire.FaultyClaimResolution)decision.Resolution;
        wire.ResolveTime = decision.At.ToTimestamp();
        wire.Resolver = decision.Actor.Name;
        wire.ResolutionReason = decision.Reason;
    }
}
