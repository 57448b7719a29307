using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeService.Catalog;

namespace EdgeService.Tests.Access;

/// <summary>
/// The catalog that comes with the service, and for each of its partners a second terminal, a second venue, a venue that offers nothing the
/// partner has, and a dock key. What is offered where is read from its text, not asked of the service.
/// </summary>
public sealed class MatrixCatalog : IDisposable
{
    private const string Library = "VENUE_KIND_LIBRARY_KIOSK";
    private readonly Dictionary<string, ECDsa> _keys = [];

    public MatrixCatalog()
    {
        var catalog = JsonNode.Parse(File.ReadAllText(CatalogOptions.ShippedFile))!;
        var perks = catalog["perks"]!.AsArray().ToDictionary(perk => (string)perk!["id"]!, perk => KindsOf(perk!).ToHashSet());
        Perks = [.. perks.Keys];
        Sides = [.. catalog["partners"]!.AsArray().Select((partner, number) => Extend(partner!, number, perks))];
        Text = catalog.ToJsonString();
    }

    public string Text { get; }

    public IReadOnlyList<string> Perks { get; }

    public IReadOnlyList<Side> Sides { get; }

    /// <summary>The key that a partner's main terminal signs receipts with.</summary>
    public ECDsa KeyOf(Side side) => _keys[side.Id];

    public void Dispose()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
    }

    private Side Extend(JsonNode partner, int number, Dictionary<string, HashSet<string>> perks)
    {
        var id = (string)partner["id"]!;
        var venues = partner["venues"]!.AsArray();
        var main = venues[0]!;
        var kind = (string)main["kind"]!;
        var contracted = partner["perks"]!.AsArray().Select(perk => (string)perk!).ToList();
        var annex = Copy(main, "annex", kind, Terminal("annex-1", $"AX-{number}"));
        var odd = Copy(main, "odd", kind == Library ? "VENUE_KIND_DOCK" : Library, Terminal("odd-1", $"OD-{number}"));
        venues.Add(annex);
        venues.Add(odd);
        var key = _keys[id] = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var terminals = main["terminals"]!.AsArray();
        terminals[0]!["receiptKey"] = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        terminals.Add(Terminal("second", $"SC-{number}"));
        return new Side(id, At(main, 0), At(main, terminals.Count - 1), At(annex, 0), At(odd, 0), contracted.First(IsEasy));

        Spot At(JsonNode venue, int terminal)
        {
            var at = venue["terminals"]![terminal]!;
            var offered = contracted.Where(perk => perks[perk].Contains((string)venue["kind"]!)).ToHashSet();
            return new Spot(id, (string)venue["id"]!, (string)at["id"]!, (string)at["audience"]!, offered);
        }
    }

    /// <summary>A perk that can be had more than once a member, or with an item.</summary>
    private static bool IsEasy(string perk) => perk is "bike.deposit-free" or "library.card-free" or "hospital.wheelchair" or "station.lounge" or "retail.try-first" or "car-rental.deposit-free";

    private static JsonObject Copy(JsonNode venue, string id, string kind, JsonNode terminal)
    {
        var copy = venue.DeepClone().AsObject();
        (copy["id"], copy["kind"], copy["terminals"]) = (id, kind, new JsonArray(terminal));
        copy.Remove("gateGroups");
        return copy;
    }

    private static JsonObject Terminal(string id, string audience) => new() { ["id"] = id, ["audience"] = audience };

    /// <summary>The kinds of venue that a rule names, however deep.</summary>
    private static IEnumerable<string> KindsOf(JsonNode node) => node switch
    {
        JsonObject map when map["offeredAt"] is { } offered => offered["kinds"]!.AsArray().Select(kind => (string)kind!),
        JsonObject map => map.Select(each => each.Value).OfType<JsonNode>().SelectMany(KindsOf),
        JsonArray list => list.OfType<JsonNode>().SelectMany(KindsOf),
        _ => [],
    };
}
