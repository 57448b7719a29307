using System.ComponentModel.DataAnnotations;

namespace EdgeService.Catalog;

/// <summary>Where the catalog comes from.</summary>
public sealed record CatalogOptions
{
    public const string Section = "Edge:Catalog";

    /// <summary>Watched file: proto JSON of perks.admin.v1.Catalog.</summary>
    [Required]
    public string File { get; init; } = ".edge/catalog.json";

    /// <summary>How often the file is looked at.</summary>
    [Range(0.1, 3600)]
    public double ScanSeconds { get; init; } = 1;

    /// <summary>A larger file is refused unread.</summary>
    [Range(1, 1 << 30)]
    public int LargestBytes { get; init; } = 8 << 20;

    /// <summary>The catalog that comes with the service, for Development to begin with.</summary>
    public static string ShippedFile => Path.Combine(AppContext.BaseDirectory, "Catalog", "catalog.json");
}
