using System.ComponentModel.DataAnnotations;

namespace EdgeService.Overview;

/// <summary>The operators' page.</summary>
public sealed record OverviewOptions
{
    public const string Section = "Edge:Overview";

    /// <summary>How often the figures of the operators' page are gathered while somebody looks, once for all who do.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);
}
