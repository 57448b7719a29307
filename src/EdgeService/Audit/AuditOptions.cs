using System.ComponentModel.DataAnnotations;

namespace EdgeService.Audit;

/// <summary>Where and how much is kept of who did what.</summary>
public sealed record AuditOptions
{
    public const string Section = "Edge:Audit";

    /// <summary>Folder of the daily files, of this edge alone.</summary>
    [Required]
    public string Folder { get; set; } = ".edge/audit";

    /// <summary>How many different refusals are listed in a minute, each with how often it came, 1 to 10,000; those beyond are counted together.</summary>
    [Range(1, 10_000)]
    public int RefusalsListedAMinute { get; set; } = 64;

    /// <summary>How much of a day's file refusals may take, in bytes; beyond it one line a minute says how many there were.</summary>
    [Range(1 << 16, 1 << 30)]
    public long RefusalBytesADay { get; set; } = 16 << 20;
}
