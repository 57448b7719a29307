namespace EdgeService.Building.Snapshots;

/// <summary>How a build goes about its work; what it makes does not depend on it, but for replacements and aliases.</summary>
public sealed record BuildOptions
{
    /// <summary>Whether a file of the same name is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Folder of the nameless temporary files; null for that of the file to make.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>Members already entered under another key than their own: those of the snapshot that the new one follows.</summary>
    public Replacements Replacements { get; init; } = Replacements.None;

    /// <summary>Cards and documents by which members are found; null for none.</summary>
    public AliasSource? Aliases { get; init; }

    /// <summary>Told from several threads, often.</summary>
    public Action<BuildProgress>? Progress { get; init; }

    /// <summary>Ends the build at its next step; nothing is left behind then.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>How many rows of 24 bytes are sorted in memory alone, before a temporary file is used. Two million take 48 MB.</summary>
    public long RowsInMemory { get; init; } = 2_000_000;

    /// <summary>Bytes free on the disk of a folder; replaced in tests.</summary>
    public Func<string, long> FreeBytes { get; init; } = Files.DiskSpace.FreeIn;
}
