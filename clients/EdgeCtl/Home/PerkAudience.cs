using EdgeService.Building.Catalogs;

namespace EdgeCtl.Home;

/// <summary>Where a perk opens in the development catalog, so that a try from the app needs no <c>--audience</c>.</summary>
internal static class PerkAudience
{
    /// <summary>The gate group of the perk's terminal, or else that terminal.</summary>
    public static string Of(string perkId, EdgeHome home)
    {
        var catalog = home.ReadCatalog() is { } json ? CatalogReading.Read(json).Catalog : null;
        if (catalog?.Terminals.FirstOrDefault(terminal => Role.OfTerminal(terminal.Urn) == Role.OfPerk(perkId)) is not { } terminal)
        {
            throw new UsageException("Say where the token is to open: --audience with the code of a terminal or gate group, such as LOUNGE-A.");
        }

        return catalog.GateGroups.FirstOrDefault(group => group.Terminals.Contains(terminal))?.Audience ?? terminal.Audience;
    }
}
