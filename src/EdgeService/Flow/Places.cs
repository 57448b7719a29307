using EdgeService.Core.Perks;
using EdgeService.Faults;
using EdgeService.Identity;

namespace EdgeService.Flow;

/// <summary>Finds where a call comes from and what is offered there.</summary>
public static class Places
{
    private static readonly EdgeFault Unregistered = new(
        FaultReason.IdentityUnknown, "This terminal is not registered in the catalog. Ask the operator to enrol it.");

    public static Terminal TerminalOf(Caller caller, PerkCatalog catalog) =>
        catalog.FindTerminal(caller.Urn) ?? throw new EdgeFaultException(Unregistered);

    /// <summary>The codes of the tokens that open a terminal: its own, then those of the gate groups it belongs to.</summary>
    public static IEnumerable<string> AudiencesOf(Terminal terminal, PerkCatalog catalog) =>
        [terminal.Audience, .. catalog.GateGroups.Where(group => group.Terminals.Contains(terminal)).Select(group => group.Audience)];

    /// <summary>The perk as the venue offers it.</summary>
    /// <exception cref="EdgeFaultException">The perk is unknown or not offered there.</exception>
    public static Offer OfferOf(PerkCatalog catalog, Venue venue, string perkId, string field) =>
        catalog.FindPerk(perkId) is { } perk && venue.OfferOf(perk) is { } offer
            ? offer
            : throw new EdgeFaultException(new EdgeFault(FaultReason.PerkNotOffered, $"{field}: no such perk is offered here. ListPerks names those that are.")
            {
                Fields = [new FieldFault(field, "must be a perk that ListPerks names")],
            });

    /// <summary>A gate that tokens are for, by its code.</summary>
    public static Audience AudienceOf(PerkCatalog catalog, string code, string field) =>
        catalog.FindAudience(code) ?? throw Unknown(field);

    /// <summary>A gate that the terminal may issue tokens for: itself, or a gate group of its venue.</summary>
    public static Audience AudienceOf(PerkCatalog catalog, Terminal issuer, string code, string field)
    {
        var audience = catalog.FindAudience(code.Length == 0 ? issuer.Audience : code);
        var reachable = audience is not null && (audience.Code == issuer.Audience || (audience.Venue == issuer.Venue && audience.Terminals.Count > 1));
        return reachable ? audience! : throw Unknown(field);
    }

    private static EdgeFaultException Unknown(string field) =>
        new(EdgeFault.Invalid(field, "must be the code of this terminal or of a gate group of its venue"));
}
