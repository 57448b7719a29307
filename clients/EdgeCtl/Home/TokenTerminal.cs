using EdgeService.Building.Catalogs;
using EdgeService.Core.Tokens;

namespace EdgeCtl.Home;

/// <summary>Tells from a token's audience which terminal it is for, so that a try needs no <c>--as</c>. Nothing is trusted: the service verifies.</summary>
internal static class TokenTerminal
{
    /// <summary>The bike dock where the text, the catalog or the terminal is not known here.</summary>
    public static Role Of(string text, EdgeHome home)
    {
        if (!TokenVerification.TryReadUnverified(text, out _, out var claims) || home.ReadCatalog() is not { } json)
        {
            return Role.BikeDock;
        }

        var terminals = CatalogReading.Read(json).Catalog?.FindAudience(claims.Audience.Code)?.Terminals ?? [];
        return terminals.Select(terminal => Role.OfTerminal(terminal.Urn)).FirstOrDefault(role => role is not null) ?? Role.BikeDock;
    }
}
