using System.ComponentModel.DataAnnotations;

namespace EdgeService.Signing;

/// <summary>Where keys and secrets lie. They are files; nothing secret stands in the configuration.</summary>
public sealed record SigningOptions
{
    public const string Section = "Edge:Signing";

    /// <summary>Watched folder of the token signing keys, one file each.</summary>
    [Required]
    public string KeyFolder { get; init; } = ".edge/keys";

    /// <summary>Where new keys are made: empty in their files, else in a hardware module, as `module=PATH; token=LABEL; pin-file=PATH`.</summary>
    public string NewKeysIn { get; init; } = "";

    /// <summary>Folder of the key lists of all edges, one `edge-NUMBER.json` each: shared between them, or copied. Public keys only.</summary>
    [Required]
    public string TrustFolder { get; init; } = ".edge/trusted-keys";

    /// <summary>How often the two folders are looked at.</summary>
    [Range(0.1, 3600)]
    public double ScanSeconds { get; init; } = 1;

    /// <summary>Age of the oldest key list that verifiers go by: a key is published so long before it signs, and twice as long by schedule.</summary>
    [Range(1, 86_400)]
    public int VerifierRefreshSeconds { get; init; } = 3600;

    /// <summary>Days that a key signs before the next takes over by itself; 0 leaves it to operators.</summary>
    [Range(0, 366)]
    public double RotateDays { get; init; }

    /// <summary>Seconds for which gates go by a status list before they fetch it again.</summary>
    [Range(2, 3600)]
    public int StatusTtlSeconds { get; init; } = 300;

    /// <summary>Hours for which a status list says anything at all to a gate that cannot fetch another.</summary>
    [Range(1, 11)]
    public int StatusListHours { get; init; } = 6;

    /// <summary>Seconds between two signs of life of a watched status, when nothing changes.</summary>
    [Range(1, 30)]
    public int StatusHeartbeatSeconds { get; init; } = 20;

    /// <summary>Folder of the deployment's secrets: member.key, app-code.key, seal.key, or in versions: seal.2.key.</summary>
    [Required]
    public string SecretFolder { get; init; } = ".edge/secret";

    /// <summary>Version of the seal to seal with, 0 for the highest: give every edge the new one before any seals with it.</summary>
    [Range(0, int.MaxValue)]
    public int SealWith { get; init; }

    /// <summary>Version of the member secret that snapshot and ledger stand under, 0 for the highest: name the old one before the new file is laid beside it.</summary>
    [Range(0, int.MaxValue)]
    public int MemberWith { get; init; }

    /// <summary>Number of this edge, 0–65535, unique in the deployment: no two edges may seal with the same.</summary>
    [Range(0, ushort.MaxValue)]
    public int EdgeNumber { get; init; } = 1;

    /// <summary>Memory for pictures drawn before, in bytes.</summary>
    [Range(0, 1 << 30)]
    public long PictureCacheBytes { get; init; } = 8 << 20;

    /// <summary>Whether a scheduled key can be published in time.</summary>
    internal bool LeavesTimeToPublish => RotateDays == 0 || TimeSpan.FromDays(RotateDays) >= TimeSpan.FromSeconds(4L * VerifierRefreshSeconds);
}
