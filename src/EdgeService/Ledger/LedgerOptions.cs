using System.ComponentModel.DataAnnotations;

namespace EdgeService.Ledger;

/// <summary>Where the ledger is kept and how it is tended.</summary>
public sealed record LedgerOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Edge:Ledger";

    /// <summary>The SQLite file; made with its folder when missing.</summary>
    [Required]
    public string Path { get; init; } = ".edge/ledger/ledger.db";

    /// <summary>Most calls that share one commit.</summary>
    [Range(1, 4096)]
    public int MaxBatch { get; init; } = 256;

    /// <summary>Most calls that may wait; beyond them callers are told that the ledger is overloaded.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaiting { get; init; } = 8192;

    /// <summary>How long a request's first answer is kept for repetitions.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan RequestRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Whether the start reads every page and index of the file, not only its structure.</summary>
    public bool FullCheckAtStart { get; init; }

    /// <summary>
    /// Whether a commit waits for the disk. Without it a power cut loses what was answered: only the proof that such a loss is noticed
    /// says no. Internal, so that no setting reaches it.
    /// </summary>
    internal bool WaitsForDisk { get; init; } = true;
}
