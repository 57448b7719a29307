using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Identity;

namespace EdgeService.Flow;

/// <summary>Who acts on a grant, as the ledger's core asks it.</summary>
/// <param name="PartnerId">The partner whose grants it reaches; null reaches all, for operators and for members, whose own grant it is.</param>
/// <param name="Actor">Who is recorded.</param>
public readonly record struct Party(string? PartnerId, Actor Actor)
{
    /// <exception cref="Faults.EdgeFaultException">A terminal that the catalog does not have.</exception>
    public static Party Of(Caller caller, PerkCatalog catalog) => caller.Role switch
    {
        CallerRole.Terminal => new Party(caller.PartnerId, Granting.ActorOf(Places.TerminalOf(caller, catalog))),
        CallerRole.MemberApp => new Party(null, Actor.Member),
        _ => new Party(null, Actor.Operator(caller.Name)),
    };
}
