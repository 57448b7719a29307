namespace EdgeService.Identity;

/// <summary>How far a caller reaches with one thing that a call can name.</summary>
public enum Reach
{
    /// <summary>A perk that the partner has contracted and the kind of the caller's own venue offers.</summary>
    OfferedHere = 1,

    /// <summary>A perk that is offered at the venue of the gate that the token is for.</summary>
    OfferedThere,

    /// <summary>What belongs to this terminal alone, such as its journal.</summary>
    OwnTerminal,

    /// <summary>What is for this terminal or a gate group it belongs to.</summary>
    OwnGate,

    /// <summary>This terminal, or any gate group of its venue.</summary>
    OwnVenueGroup,

    /// <summary>What is for any gate of the terminal's venue.</summary>
    OwnVenue,

    /// <summary>What the terminal's partner has granted, at whatever venue.</summary>
    OwnPartner,

    /// <summary>What concerns the member whose app code came with the call.</summary>
    OwnMember,

    Any,
}
