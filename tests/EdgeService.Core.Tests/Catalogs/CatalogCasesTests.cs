using EdgeService.Building.Catalogs;

namespace EdgeService.Core.Tests.Catalogs;

public sealed class CatalogCasesTests
{
    private const string Eligible = """
        { "now": "2026-11-21T12:00:00Z", "cases": [
          { "name": "one", "perk": "bike.deposit-free", "at": "citybike:central-park:dock-1",
            "member": { "score": 650 }, "expect": { "outcome": "ELIGIBLE" } } ] }
        """;

    [Fact]
    public void Case_that_holds_passes() => Assert.True(CatalogCases.Run(ShippedCatalog.Catalog, Eligible).Passed);

    [Fact]
    public void Case_that_does_not_hold_says_every_difference()
    {
        var run = CatalogCases.Run(ShippedCatalog.Catalog, Eligible.Replace("650", "649", StringComparison.Ordinal));
        Assert.False(run.Passed);
        Assert.Equal(
            [
                "outcome: expected Eligible, got Ineligible",
                "code: expected None, got NotAvailable",
                "principal: expected None, got Score",
                "reasons: expected nothing, got Score",
                "nextStep: expected nothing, got 650",
            ],
            run.Results.Single().Differences);
    }

    [Theory]
    [InlineData("bike.deposit-free", "bike.deposit-frei", "there is no perk \"bike.deposit-frei\"")]
    [InlineData("dock-1", "dock-9", "there is no terminal \"citybike:central-park:dock-9\"")]
    [InlineData("\"score\": 650", "\"score\": 960", "the member's score lies outside 350 to 950")]
    [InlineData("\"score\": 650", "\"score\": 650, \"consents\": [\"citybike\"]", "\"citybike\" is not a consent of the form SCENE:partner")]
    public void Case_that_cannot_be_set_up_fails_with_its_cause(string old, string by, string difference) =>
        Assert.Equal([difference], CatalogCases.Run(ShippedCatalog.Catalog, Eligible.Replace(old, by, StringComparison.Ordinal)).Results.Single().Differences);

    [Theory]
    [InlineData("\"name\"", "\"nom\"")]
    [InlineData("ELIGIBLE", "MAYBE")]
    [InlineData("\"member\": { \"score\": 650 },", "")]
    [InlineData("] }", "]")]
    public void File_that_cannot_be_read_fails_as_a_whole(string old, string by)
    {
        var run = CatalogCases.Run(ShippedCatalog.Catalog, Eligible.Replace(old, by, StringComparison.Ordinal));
        Assert.NotNull(run.Fault);
        Assert.False(run.Passed);
    }

    [Fact]
    public void File_without_cases_does_not_pass() =>
        Assert.False(CatalogCases.Run(ShippedCatalog.Catalog, """{ "now": "2026-11-21T12:00:00Z", "cases": [] }""").Passed);
}
