using System.ComponentModel.DataAnnotations;

namespace EdgeService.Telemetry;

/// <summary>Where and how refusals and referrals are kept.</summary>
public sealed record DecisionLogOptions
{
    public const string Section = "Edge:DecisionLog";

    /// <summary>Folder of the daily files. Default: <c>decisions</c> under the home folder.</summary>
    public string? Folder { get; set; }

    /// <summary>How many lines may wait for the disk, 1 to 1,000,000. What comes beyond is counted and dropped.</summary>
    [Range(1, 1_000_000)]
    public int Capacity { get; set; } = 16_384;

    /// <summary>How long lines are gathered before they are written and synced together, 1 to 100 ms.</summary>
    [Range(1, 100)]
    public int GatherMilliseconds { get; set; } = 40;
}
