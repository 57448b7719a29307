using System.Globalization;
using System.Text.Json.Nodes;
using EdgeService.Benchmarks.Load;
using EdgeService.Catalog;

namespace EdgeService.Benchmarks.Scaling;

/// <summary>A catalog of one partner that offers one perk of the shipped catalog under many names: as the perks grow, nothing else about a check changes.</summary>
internal static class ManyPerks
{
    private const string Partner = "citybike";

    /// <summary>The first has the name that all cases ask for.</summary>
    public static string IdOf(int number) => number == 0 ? CheckBodies.PerkId : string.Create(CultureInfo.InvariantCulture, $"bike-{number:00000}.deposit-free");

    /// <summary>Proto JSON of the catalog.</summary>
    public static string Catalog(int count)
    {
        var catalog = JsonNode.Parse(File.ReadAllText(CatalogOptions.ShippedFile))!.AsObject();
        var perk = catalog["perks"]!.AsArray().Single(perk => (string?)perk!["id"] == CheckBodies.PerkId)!;
        var partner = catalog["partners"]!.AsArray().Single(partner => (string?)partner!["id"] == Partner)!.DeepClone();
        partner["perks"] = new JsonArray([.. Enumerable.Range(0, count).Select(number => JsonValue.Create(IdOf(number)))]);
        catalog["partners"] = new JsonArray(partner);
        catalog["perks"] = new JsonArray([.. Enumerable.Range(0, count).Select(number => Named(perk, number))]);
        return catalog.ToJsonString();
    }

    private static JsonNode Named(JsonNode perk, int number)
    {
        var named = perk.DeepClone();
        named["id"] = IdOf(number);
        named["code"] = number + 1;
        return named;
    }
}
