using EdgeService.Building.Catalogs;
using EdgeService.Core.Perks;

namespace EdgeService.Core.Tests.Catalogs;

public sealed class ShippedCatalogTests
{
    private static readonly CaseRun Run = CatalogCases.Run(ShippedCatalog.Catalog, ShippedCatalog.CasesJson);

    public static TheoryData<string> Cases => [.. Run.Results.Select(result => result.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_of_the_shipped_file_is_answered_as_written(string name) =>
        Assert.Empty(Run.Results.Single(result => result.Name == name).Differences);

    [Fact]
    public void Shipped_catalog_has_no_faults() => Assert.Empty(CatalogReading.Read(ShippedCatalog.Json).Faults);

    [Fact]
    public void Case_file_covers_every_perk_with_at_least_nine_cases()
    {
        Assert.Null(Run.Fault);
        Assert.All(ShippedCatalog.Catalog.Perks, perk => Assert.True(Run.Results.Count(result => result.Name.StartsWith(perk.Id, StringComparison.Ordinal)) >= 9));
    }

    [Theory]
    [InlineData("bike.deposit-free", 650, OfflineClass.WhenStale)]
    [InlineData("umbrella.deposit-free", 600, OfflineClass.WhenStale)]
    [InlineData("charger.deposit-free", 600, OfflineClass.WhenStale)]
    [InlineData("library.card-free", 550, OfflineClass.WhenStale)]
    [InlineData("library.cardless", 650, OfflineClass.WhenStale)]
    [InlineData("hospital.credit-treatment", 650, OfflineClass.WhenStale)]
    [InlineData("hospital.wheelchair", 600, OfflineClass.Always)]
    [InlineData("station.lounge", 650, OfflineClass.WhenStale)]
    [InlineData("retail.try-first", 700, OfflineClass.FreshOnly)]
    [InlineData("trial.car", 750, OfflineClass.FreshOnly)]
    [InlineData("trial.phone", 750, OfflineClass.FreshOnly)]
    [InlineData("credit.line", 750, OfflineClass.FreshOnly)]
    [InlineData("housing.deposit-free", 650, OfflineClass.FreshOnly)]
    [InlineData("car-rental.deposit-free", 650, OfflineClass.FreshOnly)]
    [InlineData("hotel.discount", 600, OfflineClass.FreshOnly)]
    [InlineData("travel.visa-support", 700, OfflineClass.FreshOnly)]
    [InlineData("dating.badge", 350, OfflineClass.FreshOnly)]
    public void Published_threshold_and_class_stand_in_the_catalog(string perkId, int threshold, OfflineClass offlineClass)
    {
        var perk = ShippedCatalog.Catalog.FindPerk(perkId)!;
        Assert.Equal(threshold, perk.Thresholds[0].Floor);
        Assert.Equal(offlineClass, perk.OfflineClass);
    }

    [Fact]
    public void Numeric_codes_stay_what_they_were() => Assert.Equal(
        "bike.deposit-free umbrella.deposit-free charger.deposit-free library.card-free library.cardless hospital.credit-treatment "
        + "hospital.wheelchair station.lounge retail.try-first trial.car trial.phone credit.line housing.deposit-free "
        + "car-rental.deposit-free hotel.discount travel.visa-support dating.badge",
        string.Join(' ', Enumerable.Range(1, 17).Select(code => ShippedCatalog.Catalog.FindPerk((ushort)code)!.Id)));

    [Theory]
    [InlineData("citybike", "central-park", "dock-1", "BIKE-1", "bike.deposit-free charger.deposit-free umbrella.deposit-free")]
    [InlineData("citylib", "main-library", "kiosk-1", "LIB-1", "library.card-free library.cardless")]
    [InlineData("cityhospital", "east-wing", "desk-1", "HOSP-1", "hospital.credit-treatment hospital.wheelchair")]
    [InlineData("cityhospital", "emergency", "desk-1", "HOSP-E1", "hospital.wheelchair")]
    [InlineData("railway", "central-station", "gate-2", "GATE-2", "station.lounge")]
    [InlineData("retailer", "flagship", "counter-1", "SHOP-1", "retail.try-first trial.car trial.phone")]
    [InlineData(
        "creditdesk",
        "downtown",
        "desk-1",
        "CREDIT-1",
        "car-rental.deposit-free credit.line dating.badge hotel.discount housing.deposit-free travel.visa-support")]
    public void Terminal_stands_where_it_should_and_offers_its_perks(string partner, string venue, string terminal, string audience, string offers)
    {
        var found = ShippedCatalog.Catalog.FindTerminal(partner, venue, terminal)!;
        Assert.Same(found, ShippedCatalog.Catalog.FindTerminal(found.Urn));
        Assert.Equal([found], ShippedCatalog.Catalog.FindAudience(audience)!.Terminals);
        Assert.Equal(offers, string.Join(' ', found.Venue.Offers.Select(offer => offer.Perk.Id)));
    }

    [Fact]
    public void Gate_group_is_accepted_by_both_lounge_gates()
    {
        var lounge = ShippedCatalog.Catalog.FindAudience("LOUNGE-A")!;
        Assert.True(lounge.Includes(ShippedCatalog.Catalog.FindTerminal("railway", "central-station", "gate-1")!));
        Assert.True(lounge.Includes(ShippedCatalog.Catalog.FindTerminal("railway", "central-station", "gate-2")!));
        Assert.False(lounge.Includes(ShippedCatalog.Catalog.FindTerminal("citybike", "central-park", "dock-1")!));
    }

    [Fact]
    public void Every_title_and_name_is_there_in_all_four_languages()
    {
        var texts = ShippedCatalog.Catalog.Perks.Select(perk => perk.Title).Concat(ShippedCatalog.Catalog.Partners.Select(partner => partner.Name));
        Assert.All(texts, text => Assert.True(text is { Zh: not null, Sv: not null, De: not null }, text.En));
    }
}
