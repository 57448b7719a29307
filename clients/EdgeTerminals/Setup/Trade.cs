namespace EdgeTerminals.Setup;

/// <summary>One of the four kinds of terminal: where it stands in the development catalog and what it is for.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="Description">What it does, for help.</param>
/// <param name="Partner">Its partner.</param>
/// <param name="Venue">Its venue.</param>
/// <param name="Terminal">Its terminal.</param>
/// <param name="Audience">The code that is printed on it.</param>
/// <param name="Group">The gate group it belongs to; empty for none.</param>
/// <param name="Perk">What it is for.</param>
/// <param name="Item">What it lends; empty where nothing is lent.</param>
internal sealed record Trade(
    string Name, string Description, string Partner, string Venue, string Terminal, string Audience, string Group, string Perk, string Item)
{
    public static IReadOnlyList<Trade> All { get; } =
    [
        new("dock", "A bike dock: slots, unlocks on a token or an app code, signs a receipt for every return.", "citybike", "central-park", "dock-1", "BIKE-1", "", "bike.deposit-free", "bike"),
        new("kiosk", "A library kiosk: lends books without a card.", "citylib", "main-library", "kiosk-1", "LIB-1", "", "library.cardless", "book"),
        new("desk", "A hospital desk: a queue number for treatment that is settled later, and wheelchairs.", "cityhospital", "east-wing", "desk-1", "HOSP-1", "", "hospital.wheelchair", "chair"),
        new("gate", "A lounge gate: scans tokens of the member's app and the ticket.", "railway", "central-station", "gate-1", "GATE-1", "LOUNGE-A", "station.lounge", ""),
    ];

    /// <summary>Where tokens for it open: the gate group, or the terminal alone.</summary>
    public string TokenAudience => Group.Length > 0 ? Group : Audience;

    /// <summary>The terminal as the plain door is told it.</summary>
    public string Qualified => $"{Partner}:{Venue}:{Terminal}";

    /// <summary>One of many of its kind, from 1.</summary>
    public Trade Numbered(int number) => this with { Terminal = $"{Name}-f{number:d4}", Audience = $"{char.ToUpperInvariant(Name[0])}F{number:d4}" };
}
