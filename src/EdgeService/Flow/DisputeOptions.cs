using System.ComponentModel.DataAnnotations;

namespace EdgeService.Flow;

/// <summary>How objections of members are dealt with.</summary>
public sealed record DisputeOptions
{
    public const string Section = "Edge:Disputes";

    /// <summary>How long a person has to decide what a member contests.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan TimeToDecide { get; init; } = TimeSpan.FromDays(20);
}
