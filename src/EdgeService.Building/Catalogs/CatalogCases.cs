using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeService.Core.Perks;

namespace EdgeService.Building.Catalogs;

/// <summary>What became of one case.</summary>
/// <param name="Name">Name the file gives it.</param>
/// <param name="Differences">What differs from what was expected; empty when it passed.</param>
public sealed record CaseResult(string Name, IReadOnlyList<string> Differences)
{
    public bool Passed => Differences.Count == 0;
}

/// <summary>What became of a file of cases.</summary>
/// <param name="Results">One result a case, in the order of the file; empty when the file could not be read.</param>
/// <param name="Fault">Why the file could not be read; null when it could.</param>
public sealed record CaseRun(IReadOnlyList<CaseResult> Results, string? Fault)
{
    /// <summary>Whether the file was read, has cases, and all of them passed.</summary>
    public bool Passed => Fault is null && Results.Count > 0 && Results.All(result => result.Passed);
}

/// <summary>Runs a file of decider cases against a catalog.</summary>
public static class CatalogCases
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
    };

    /// <summary>Runs every case of <paramref name="json"/>. Never throws for bad input.</summary>
    public static CaseRun Run(PerkCatalog catalog, string json)
    {
        try
        {
            var file = JsonSerializer.Deserialize<DeciderCaseFile>(json, Format);
            return file is null
                ? new CaseRun([], "the file holds nothing")
                : new CaseRun([.. file.Cases.Select(one => CaseTrial.Run(catalog, one, one.Now ?? file.Now))], null);
        }
        catch (JsonException broken)
        {
            return new CaseRun([], broken.Message);
        }
    }
}
