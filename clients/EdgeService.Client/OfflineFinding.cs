using EdgeService.Core.Eligibility;
using EdgeService.Core.Tokens;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>What a terminal that is cut off made of what was shown to it.</summary>
public sealed record OfflineFinding
{
    /// <summary>Why it does not open; none where it does.</summary>
    public required CutOffRefusal Refusal { get; init; }

    /// <summary>What verifying the token found, in the words the service uses too. Valid also where something else refuses.</summary>
    public Perks.Edge.V1.TokenVerdict Verdict { get; init; } = Perks.Edge.V1.TokenVerdict.Valid;

    /// <summary>What the gate should do next with the token.</summary>
    public Perks.Edge.V1.TokenRemedy Remedy { get; init; }

    /// <summary>What the status list says of the token.</summary>
    public StatusFinding Status { get; init; }

    /// <summary>The perk as the venue offers it, with its titles and what is offered instead; null where it is not known.</summary>
    public OfferedPerk? Perk { get; init; }

    /// <summary>How many units the token grants.</summary>
    public int UnitCount { get; init; }

    /// <summary>When the token ends; null where its signature does not hold.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What was noted, when something was accepted: it is on disk.</summary>
    public ReportOfflineClaimsRequest? Claim { get; init; }

    /// <summary>Whether to open, or hand over.</summary>
    public bool MayOpen => Refusal == CutOffRefusal.None;
}
