using System.Collections.Frozen;

namespace EdgeService.Core.Perks;

/// <summary>Kind of place a terminal stands at.</summary>
public enum VenueKind
{
    /// <summary>Bike dock, umbrella stand, charger locker.</summary>
    Dock = 1,
    LibraryKiosk = 2,

    /// <summary>Check-in desk of a hospital.</summary>
    HospitalDesk = 3,

    /// <summary>Emergency desk of a hospital: nothing with a queue is ever offered there.</summary>
    EmergencyDesk = 4,
    LoungeGate = 5,
    RetailCounter = 6,
    PartnerDesk = 7,
}

/// <summary>
/// What a refused or referred member may do instead. It depends on the place and the perk alone, so that it says nothing of the cause.
/// </summary>
/// <param name="DeskText">Where to find a person; null at an unattended venue without one.</param>
/// <param name="Hotline">Telephone number in E.164; null without one.</param>
/// <param name="DepositInstead">Deposit to pay instead; null where none is taken.</param>
public sealed record Remedy(LocalizedText? DeskText, string? Hotline, Money? DepositInstead);

/// <summary>A perk as offered at one venue.</summary>
public sealed record Offer(Perk Perk, Remedy Remedy);

/// <summary>A place of a partner, where terminals stand.</summary>
public sealed record Venue
{
    /// <summary><c>[a-z0-9-]{1,32}</c>, unique within the partner.</summary>
    public required string Id { get; init; }

    public required Partner Partner { get; init; }

    /// <summary>The name it has among all partners' venues, as keys and certificates use it: <c>partner:venue</c>.</summary>
    public string QualifiedId => $"{Partner.Id}:{Id}";

    public required VenueKind Kind { get; init; }

    /// <summary>Whether a person is there.</summary>
    public required bool Attended { get; init; }

    /// <summary>The venue's clock less UTC, −14 h to +14 h.</summary>
    public required TimeSpan UtcOffset { get; init; }

    /// <summary>Remedy for perks that are not offered here.</summary>
    public required Remedy Remedy { get; init; }

    /// <summary>Offers by perk code.</summary>
    public required FrozenDictionary<ushort, Offer> OffersByCode { get; init; }

    /// <summary>Offers, by perk id.</summary>
    public required IReadOnlyList<Offer> Offers { get; init; }

    /// <summary>The offer of a perk; null when the partner has not contracted it or the kind of venue does not have it.</summary>
    public Offer? OfferOf(Perk perk) => OffersByCode.GetValueOrDefault(perk.Code);
}
