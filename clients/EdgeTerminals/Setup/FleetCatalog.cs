using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeService.Building.Files;

namespace EdgeTerminals.Setup;

/// <summary>Puts a fleet's terminals into the catalog of a service in Development, which takes the file over by itself.</summary>
internal static class FleetCatalog
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Adds those that are not there yet. False when all were there.</summary>
    public static bool Extend(string path, Trade trade, int count)
    {
        var catalog = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var venue = Named(Named(catalog["partners"]!, trade.Partner)["venues"]!, trade.Venue);
        var terminals = venue["terminals"]!.AsArray();
        var known = terminals.Select(terminal => (string)terminal!["id"]!).ToHashSet();
        var added = Enumerable.Range(1, count).Select(trade.Numbered).Where(one => !known.Contains(one.Terminal)).ToList();
        if (added.Count == 0)
            return false;
        foreach (var one in added)
        {
            terminals.Add(new JsonObject { ["id"] = one.Terminal, ["audience"] = one.Audience });
            if (trade.Group.Length > 0)
                venue["gateGroups"]!.AsArray().Single(group => (string)group!["audience"]! == trade.Group)!["terminals"]!.AsArray().Add(one.Terminal);
        }

        catalog["revision"] = RevisionOf(catalog) + 1;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(catalog, Indented);
        WholeFile.Write(path, stream => stream.Write(bytes));
        return true;
    }

    /// <summary>Proto JSON writes long numbers as text, and takes both.</summary>
    private static long RevisionOf(JsonObject catalog) => long.Parse(catalog["revision"]!.ToString(), null);

    private static JsonObject Named(JsonNode list, string id) => list.AsArray().Select(one => one!.AsObject()).Single(one => (string)one["id"]! == id);
}
