namespace EdgeService.Client;

/// <summary>What a <see cref="TerminalSession"/> is opened with.</summary>
public sealed record TerminalSessionOptions
{
    /// <summary>Where the service is and who is calling.</summary>
    public required EdgeConnection Connection { get; init; }

    /// <summary>A folder of this terminal's own, on a disk that keeps what is synced: journal, keys, status lists.</summary>
    public required string Folder { get; init; }

    /// <summary>The terminal's clock; null means the machine's.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>How often waiting claims are uploaded while the service can be reached. 2 s by default.</summary>
    public TimeSpan UploadEvery { get; init; } = TimeSpan.FromSeconds(2);
}
