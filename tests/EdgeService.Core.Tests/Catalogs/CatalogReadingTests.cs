using EdgeService.Building.Catalogs;

namespace EdgeService.Core.Tests.Catalogs;

public sealed class CatalogReadingTests
{
    [Fact]
    public void Faults_of_shape_values_and_references_are_reported_together()
    {
        var broken = ShippedCatalog.Json
            .Replace("\"revision\": 1", "\"revision\": 0", StringComparison.Ordinal)
            .Replace("\"scoreAtLeast\": 550", "\"scoreAtLeast\": 540", StringComparison.Ordinal)
            .Replace("\"code\": 3,", "\"code\": 2, \"colour\": \"red\",", StringComparison.Ordinal)
            .Replace("\"handover\": \"HANDOVER_NONE\",", "", StringComparison.Ordinal)
            .Replace("\"audience\": \"GATE-2\"", "\"audience\": \"GATE-1\"", StringComparison.Ordinal)
            .Replace("SCENE_HOUSING", "SCENE_MARS", StringComparison.Ordinal)
            .Replace("\"dueAfter\": \"43200s\"", "\"dueAfter\": \"half a day\"", StringComparison.Ordinal)
            .Replace("\"perks\": [\"station.lounge\"]", "\"perks\": [\"station.lunge\"]", StringComparison.Ordinal);

        var build = CatalogReading.Read(broken);

        Assert.Null(build.Catalog);
        Assert.Superset(
            new HashSet<string>
            {
                "revision",
                "perks[3].rule.all.rules[2].scoreAtLeast",
                "perks[2].code",
                "perks[2].colour",
                "perks[3].handover",
                "perks[6].dueAfter",
                "perks[12].scene",
                "partners[3].venues[0].terminals[1].audience",
                "partners[3].perks[0]",
            },
            build.Faults.Select(fault => fault.Path).ToHashSet());
    }

    [Theory]
    [InlineData("{\n  \"revision\": 1,\n  oops\n}", "line 3")]
    [InlineData("{ \"revision\": 1, \"revision\": 2 }", "$")]
    [InlineData("", "line 1")]
    public void Text_that_is_not_JSON_names_the_line_if_it_has_one(string json, string line)
    {
        var fault = Assert.Single(CatalogReading.Read(json).Faults);
        Assert.Equal(line, fault.Path);
    }

    [Theory]
    [InlineData("[]", "$", "must be an object")]
    [InlineData("{ \"perks\": {} }", "perks", "must be an array")]
    [InlineData("{ \"revision\": \"one\" }", "revision", "must be a whole number of 64 bits")]
    [InlineData("{ \"perks\": [{ \"code\": 1.5 }] }", "perks[0].code", "must be a whole number of 32 bits")]
    [InlineData("{ \"perks\": [{ \"ignoresListings\": \"yes\" }] }", "perks[0].ignoresListings", "must be true or false")]
    [InlineData("{ \"perks\": [{ \"id\": null }] }", "perks[0].id", "must be a string")]
    [InlineData("{ \"perks\": [{ \"activeFromTime\": \"soon\" }] }", "perks[0].activeFromTime", "must be a time such as \"2026-11-21T08:00:00Z\"")]
    [InlineData(
        "{ \"perks\": [{ \"rule\": { \"scoreAtLeast\": 650, \"maxActive\": 1 } }] }",
        "perks[0].rule.maxActive",
        "cannot stand beside \"scoreAtLeast\": one of them must go")]
    public void Wrong_shape_names_its_place(string json, string path, string message) =>
        Assert.Contains(CatalogReading.Read(json).Faults, fault => fault.Path == path && fault.Message == message);

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("x\\uDC00 ")]
    [InlineData("\\ud800\\ud800")]
    public void Half_of_a_surrogate_pair_names_its_line(string half)
    {
        string[] places = ["Bike without deposit", "SCENE_LIBRARY", "43200s", "retail.try-first", "+8640055503", "acceptanceCount", "revision", "$schema"];
        Assert.All(places, place => Assert.Equal(
            LinesOf($"\"{place}\""),
            CatalogReading.Read(ShippedCatalog.Json.Replace($"\"{place}\"", $"\"{half}\"", StringComparison.Ordinal)).Faults.Select(fault => fault.Path)));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_without_escape_names_its_line() =>
        Assert.Equal("line 2", Assert.Single(CatalogReading.Read($"{{\n \"revision\": \"{'\ud800'}\" }}").Faults).Path);

    [Fact]
    public void Whole_surrogate_pair_is_text() => Assert.Equal(
        "\U0001F6B2",
        CatalogReading.Read(ShippedCatalog.Json.Replace("Bike without deposit", "\\ud83d\\udeb2", StringComparison.Ordinal)).Catalog!.Perks[0].Title.En);

    [Fact]
    public void Half_of_a_surrogate_pair_in_a_case_is_a_fault() =>
        Assert.NotNull(CatalogCases.Run(ShippedCatalog.Catalog, "{ \"comment\": \"\\ud800\", \"cases\": [] }").Fault);

    [Fact]
    public void Nothing_that_is_read_throws()
    {
        var random = new Random(20261121);
        var text = ShippedCatalog.Json;
        for (var round = 0; round < 500; round++)
        {
            var at = random.Next(text.Length - 40);
            var build = CatalogReading.Read(text.Remove(at, random.Next(1, 40)));
            Assert.True(build.Catalog is not null ^ build.Faults.Count > 0);
        }
    }

    private static IEnumerable<string> LinesOf(string text) => ShippedCatalog.Json.Split('\n')
        .SelectMany((line, index) => Enumerable.Repeat($"line {index + 1}", line.Split(text).Length - 1));
}
