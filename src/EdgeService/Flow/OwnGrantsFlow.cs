using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>A grant as its member sees it.</summary>
/// <param name="Sight">The grant.</param>
/// <param name="Perk">Its perk; null when the catalog has it no more.</param>
public sealed record OwnGrant(GrantSight Sight, Perk? Perk);

/// <summary>What a member has been granted.</summary>
public sealed class OwnGrantsFlow(Grounds grounds, Presence presence, Remembering remembering, Seals seals)
{
    private static readonly System.Collections.Immutable.ImmutableArray<GrantState> Open =
        [GrantState.Opening, GrantState.Active, GrantState.Reserved, GrantState.InReview, GrantState.LateConflict];

    public async Task<(IReadOnlyList<OwnGrant> Grants, string NextPage)> ListAsync(
        Caller caller, MemberRef member, bool openOnly, string pageToken, int most, CancellationToken cancellation)
    {
        using var ground = grounds.Take();
        var (catalog, now) = (ground.Catalog, ground.Now);
        var filter = new GrantFilter { Now = now, Member = presence.Resolve(member, caller, null, ground), States = openOnly ? Open : [] };
        var page = await remembering.ListGrantsAsync(filter, Pages.CursorOf(pageToken, seals), most, cancellation);
        var own = page.Grants.Select(listed => Own(GrantSight.Of(seals, listed.Member, listed.Grant, now), catalog));
        return ([.. own], Pages.TokenOf(page.Next, seals));
    }

    /// <summary>The grant with what the catalog says of its perk.</summary>
    public OwnGrant Own(GrantSight sight)
    {
        using var ground = grounds.Take();
        return Own(sight, ground.Catalog);
    }

    private static OwnGrant Own(GrantSight sight, PerkCatalog catalog) => new(sight, catalog.FindPerk(sight.Grant.Terms.PerkId));
}
