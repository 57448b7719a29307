using System.ComponentModel.DataAnnotations;

namespace EdgeService.Accesses;

/// <summary>Where and how long it is kept who asked about whom.</summary>
public sealed record AccessOptions
{
    public const string Section = "Edge:Accesses";

    /// <summary>Folder of the files. One edge, one folder.</summary>
    [Required]
    public string Folder { get; init; } = ".edge/accesses";

    /// <summary>How long an access is kept for its member.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Most bytes that the files may take; beyond them the oldest are let go of early, and members are told so.</summary>
    [Range(1L << 24, long.MaxValue)]
    public long MostBytes { get; init; } = 16L << 30;

    /// <summary>How many accesses may wait for the disk, 1 to 10,000,000. What comes beyond is counted, and members are told so.</summary>
    [Range(1, 10_000_000)]
    public int Capacity { get; init; } = 65_536;

    /// <summary>How long accesses are gathered before they are written and synced together, 1 to 1,000 ms.</summary>
    [Range(1, 1000)]
    public int GatherMilliseconds { get; init; } = 100;

    /// <summary>
    /// Whether edges of one ledger in PostgreSQL put accesses there too, some 200 bytes each, so that a member reads at any of them what was asked at all. Without
    /// it, as with a ledger of its own, an edge tells of itself alone.
    /// </summary>
    public bool Shared { get; init; } = true;

    /// <summary>Most bytes, in memory, that may wait for a shared ledger that does not answer, 1 MiB and more. What comes beyond is not told at other edges, and members are told so.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MostWaitingBytes { get; init; } = 1L << 26;

    /// <summary>How many are gathered in memory before they become a sorted file, 1,000 to 10,000,000; each takes about 200 bytes there.</summary>
    [Range(1000, 10_000_000)]
    public int Gathered { get; init; } = 131_072;
}
