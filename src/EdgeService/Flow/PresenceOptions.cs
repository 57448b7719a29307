using System.ComponentModel.DataAnnotations;

namespace EdgeService.Flow;

/// <summary>How members prove that they are present.</summary>
public sealed record PresenceOptions
{
    public const string Section = "Edge:Presence";

    /// <summary>Whether a bare member id is accepted. Development only: it proves nothing.</summary>
    public bool AcceptsMemberIds { get; set; }

    /// <summary>How many app codes may be pinned at once, 1,000 to 100,000,000. Each lives for 90 s and takes about 400 bytes.</summary>
    [Range(1_000, 100_000_000)]
    public int MaxPinnedCodes { get; set; } = 1_000_000;
}
