using System.Collections.Frozen;
using System.Text.Json;

namespace EdgeService.Identity;

/// <summary>Reads the access table from JSON, or names everything that is wrong with it.</summary>
public static class AccessReading
{
    private const string Resource = "EdgeService.Identity.access.json";
    private static readonly FrozenSet<string> Things = FrozenSet.Create("perk", "audience", "token", "grant", "item", "receipt", "request", "decision");
    private static readonly FrozenDictionary<string, CallerRole> Roles = Named<CallerRole>(role => int.PopCount((int)role) == 1);
    private static readonly FrozenDictionary<string, Reach> Reaches = Named<Reach>(_ => true);

    /// <summary>The table that comes with the service.</summary>
    public static string ShippedText()
    {
        using var text = new StreamReader(typeof(AccessReading).Assembly.GetManifestResourceStream(Resource)!);
        return text.ReadToEnd();
    }

    /// <exception cref="InvalidDataException">The text is no access table; every fault is named.</exception>
    public static AccessTable Read(string text)
    {
        var faults = new List<string>();
        var methods = new Dictionary<MethodName, MethodAccess>();
        using var json = JsonDocument.Parse(text);
        foreach (var service in json.RootElement.GetProperty("services").EnumerateObject())
        {
            foreach (var method in service.Value.EnumerateObject())
            {
                var name = new MethodName(service.Name, method.Name);
                if (!methods.TryAdd(name, new MethodAccess([.. method.Value.EnumerateObject().Select(row => Read(name, row, faults))])))
                    faults.Add($"{name}: is listed twice");
            }
        }

        var pages = json.RootElement.TryGetProperty("pages", out var listed) ? listed.EnumerateObject().ToDictionary(page => page.Name, page => RolesOf(page, faults)) : [];
        return faults.Count == 0 ? new AccessTable(methods, pages) : throw new InvalidDataException("access.json: " + string.Join("; ", faults));
    }

    private static AccessRow Read(MethodName method, JsonProperty row, List<string> faults)
    {
        if (!Roles.TryGetValue(row.Name, out var role))
            faults.Add($"{method}: {row.Name} is no role");
        var reach = new Dictionary<string, Reach>();
        foreach (var thing in row.Value.GetProperty("reach").EnumerateObject())
        {
            if (!Things.Contains(thing.Name) || !Reaches.TryGetValue(thing.Value.GetString() ?? "", out var far) || !reach.TryAdd(thing.Name, far))
                faults.Add($"{method}, {row.Name}: {thing.Name} {thing.Value} is no reach");
        }

        return new AccessRow(role, reach.ToFrozenDictionary(), row.Value.TryGetProperty("act", out var act) && act.GetBoolean());
    }

    private static CallerRole RolesOf(JsonProperty page, List<string> faults)
    {
        var roles = CallerRole.None;
        foreach (var name in page.Value.EnumerateArray().Select(role => role.GetString() ?? ""))
        {
            if (!Roles.TryGetValue(name, out var role))
                faults.Add($"{page.Name}: {name} is no role");
            roles |= role;
        }

        return roles;
    }

    private static FrozenDictionary<string, T> Named<T>(Func<T, bool> counts)
        where T : struct, Enum => Enum.GetValues<T>().Where(counts).ToFrozenDictionary(value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));
}
