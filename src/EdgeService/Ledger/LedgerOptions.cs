using System.ComponentModel.DataAnnotations;

namespace EdgeService.Ledger;

/// <summary>Where the ledger is kept and how it is tended.</summary>
public sealed record LedgerOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Edge:Ledger";

    /// <summary>What keeps the ledger: `sqlite`, a file of this process, or `postgres`, shared by several edges.</summary>
    public LedgerStore Store { get; init; } = LedgerStore.Sqlite;

    /// <summary>The SQLite file; made with its folder when missing.</summary>
    [Required]
    public string Path { get; init; } = ".edge/ledger/ledger.db";

    /// <summary>The journal of what is granted provisionally while the ledger is out of reach.</summary>
    [Required]
    public string OutageJournal { get; init; } = ".edge/ledger/outage.journal";

    /// <summary>Most calls that share one commit.</summary>
    [Range(1, 4096)]
    public int MaxBatch { get; init; } = 256;

    /// <summary>Most calls that may wait; beyond them callers are told that the ledger is overloaded.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaiting { get; init; } = 8192;

    /// <summary>How long a request's first answer is kept for repetitions.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan RequestRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Folder that copies of the SQLite file are written to, best on another disk. Without one none is made.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>How old the latest copy may grow before the next is made.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan BackupEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many of the copies made by themselves are kept; older ones are deleted.</summary>
    [Range(1, 1000)]
    public int BackupsKept { get; init; } = 7;

    /// <summary>How long the entries of a grant are kept after nothing is open about it any more. Later only totals remain. Disputes that are decided go so long after they were due.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "36500.00:00:00")]
    public TimeSpan GrantRetention { get; init; } = TimeSpan.FromDays(730);

    /// <summary>How long the keys of before a re-keying are kept at least, for claim codes and tokens; longer for members with a grant from before.</summary>
    [Range(typeof(TimeSpan), "31.00:00:00", "36500.00:00:00")]
    public TimeSpan FormerKeyRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Whether the start reads every page and index of the file, not only its structure.</summary>
    public bool FullCheckAtStart { get; init; }

    /// <summary>
    /// Whether a commit waits for the disk. Without it a power cut loses what was answered: only the proof that such a loss is noticed
    /// says no. Internal, so that no setting reaches it.
    /// </summary>
    internal bool WaitsForDisk { get; init; } = true;

    /// <summary>Most pages of 4 KiB that the file may have, to try out a full disk.</summary>
    internal int? MostPages { get; init; }
}

/// <summary>What keeps the ledger.</summary>
public enum LedgerStore
{
    /// <summary>A file of this process.</summary>
    Sqlite,

    /// <summary>A PostgreSQL cluster that several edges share.</summary>
    Postgres,
}
