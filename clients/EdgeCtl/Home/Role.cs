namespace EdgeCtl.Home;

/// <summary>Somebody the development home holds a certificate for.</summary>
/// <param name="Name">File name of the certificate and key.</param>
/// <param name="Terminal"><c>partner:venue:terminal</c>; null for those who are no terminal.</param>
/// <param name="PerkPrefixes">Perks whose terminal this is.</param>
internal sealed record Role(string Name, string? Terminal, params string[] PerkPrefixes)
{
    private const string TerminalUrnPrefix = "urn:perks:terminal:";

    public static readonly Role BikeDock = new("bike-dock", "citybike:central-park:dock-1", "bike.", "umbrella.", "charger.");
    public static readonly Role LibraryKiosk = new("library-kiosk", "citylib:main-library:kiosk-1", "library.");
    public static readonly Role HospitalDesk = new("hospital-desk", "cityhospital:east-wing:desk-1", "hospital.");
    public static readonly Role LoungeGate = new("lounge-gate", "railway:central-station:gate-1", "station.");
    public static readonly Role RetailCounter = new("retail-counter", "retailer:flagship:counter-1", "retail.", "trial.");
    public static readonly Role PartnerDesk =
        new("partner-desk", "creditdesk:downtown:desk-1", "credit.", "housing.", "car-rental.", "hotel.", "travel.", "dating.");

    public static readonly Role MemberApp = new("member-app", null);
    public static readonly Role Operator = new("operator", null);

    public static readonly Role[] All =
        [BikeDock, LibraryKiosk, HospitalDesk, LoungeGate, RetailCounter, PartnerDesk, MemberApp, Operator];

    public static Role Named(string name) => All.Single(role => role.Name == name);

    /// <summary>The terminal of a URN; null where the home holds no certificate for it.</summary>
    public static Role? OfTerminal(string urn) => All.FirstOrDefault(role => role.Terminal is { } terminal && urn == TerminalUrnPrefix + terminal);

    /// <summary>The terminal that offers the perk in the development catalog; the bike dock for one that is not known here.</summary>
    public static Role OfPerk(string perkId) =>
        All.FirstOrDefault(role => role.PerkPrefixes.Any(prefix => perkId.StartsWith(prefix, StringComparison.Ordinal))) ?? BikeDock;
}
