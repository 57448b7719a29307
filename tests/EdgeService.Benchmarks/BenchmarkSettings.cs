namespace EdgeService.Benchmarks;

/// <summary>How long to measure.</summary>
internal sealed record BenchmarkSettings
{
    /// <summary>Interleaved rounds; the median counts. At least 5.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>Calls to each side in a round.</summary>
    public int Calls { get; init; } = 200_000;

    /// <summary>How long a soak takes.</summary>
    public int Minutes { get; init; } = 10;

    /// <summary>The attacks that <c>hostile</c> makes; none leaves it to the case, which makes all.</summary>
    public IReadOnlyList<string> Attacks { get; init; } = [];

    /// <summary>Members of the snapshots that are made; null leaves it to the case.</summary>
    public int? Members { get; init; }

    /// <summary>Members of the largest snapshot that grows in steps.</summary>
    public int MembersMost { get; init; } = 520_000_000;

    /// <summary>A population in the binary form to take instead of making one; null makes one.</summary>
    public string? Population { get; init; }

    /// <summary>A snapshot to read instead of making one; null makes one.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Where large files are made; they are taken away again.</summary>
    public string Folder { get; init; } = Path.GetTempPath();
}
