using System.ComponentModel.DataAnnotations;

namespace EdgeService.Signing;

/// <summary>Where keys and secrets lie. They are files; nothing secret stands in the configuration.</summary>
public sealed record SigningOptions
{
    public const string Section = "Edge:Signing";

    /// <summary>Watched folder of the token signing keys, one file each.</summary>
    [Required]
    public string KeyFolder { get; init; } = ".edge/keys";

    /// <summary>How often the folder is looked at.</summary>
    [Range(0.1, 3600)]
    public double ScanSeconds { get; init; } = 1;

    /// <summary>Folder of the deployment's secrets: member.key, app-code.key, seal.key.</summary>
    [Required]
    public string SecretFolder { get; init; } = ".edge/secret";

    /// <summary>Number of this edge, 0–65535, unique in the deployment: no two edges may seal with the same.</summary>
    [Range(0, ushort.MaxValue)]
    public int EdgeNumber { get; init; } = 1;

    /// <summary>Memory for pictures drawn before, in bytes.</summary>
    [Range(0, 1 << 30)]
    public long PictureCacheBytes { get; init; } = 8 << 20;
}
