using EdgeService.Building.Snapshots;
using EdgeService.Ledger;
using EdgeService.Signing;
using EdgeService.Snapshots;

namespace EdgeService.Rekeying;

/// <summary>What a re-keying goes by, as the service itself would have it from its settings.</summary>
internal sealed record RekeySurroundings(
    LedgerOptions Ledger, PostgresOptions Postgres, SigningOptions Signing, SnapshotOptions Snapshots)
{
    public static RekeySurroundings Of(IConfiguration configuration) => new(
        configuration.GetSection(LedgerOptions.Section).Get<LedgerOptions>() ?? new(),
        configuration.GetSection(PostgresOptions.Section).Get<PostgresOptions>() ?? new(),
        configuration.GetSection(SigningOptions.Section).Get<SigningOptions>() ?? new(),
        configuration.GetSection(SnapshotOptions.Section).Get<SnapshotOptions>() ?? new());

    /// <summary>The ledger, held alone.</summary>
    /// <exception cref="LedgerUnavailableException">An edge has it, or it cannot be used.</exception>
    public RekeyingStore Open() => Ledger.Store == LedgerStore.Sqlite
        ? new SqliteRekeyingStore(Ledger)
        : PostgresRekeyingStore.OpenAsync(Postgres).GetAwaiter().GetResult();

    /// <summary>What is wrong with the settings of a ledger in PostgreSQL.</summary>
    public IEnumerable<string> PostgresFaults() => Ledger.Store == LedgerStore.Sqlite ? []
        : Postgres.Owner is null ? [.. PostgresSettings.FaultsOf(Postgres), $"{PostgresOptions.Section}:Owner: name the role that owns the schema; only it may re-key."]
        : PostgresSettings.FaultsOf(Postgres);

    /// <summary>The snapshot of the highest revision under a secret, open; null when there is none that a trusted key has signed.</summary>
    public SnapshotFile? NewestUnder(ulong check)
    {
        if (!Directory.Exists(Snapshots.Folder))
            return null;
        var trust = SnapshotKeyFiles.LoadTrust(Snapshots.TrustFolder);
        var candidates = Directory.GetFiles(Snapshots.Folder, "*.snap")
            .Select(path => (Path: path, Metadata: SnapshotPeek.Read(path, out var metadata) is null ? metadata : null))
            .Where(candidate => candidate.Metadata?.SecretCheck == check)
            .OrderByDescending(candidate => candidate.Metadata!.Revision);
        foreach (var (path, _) in candidates)
        {
            if (SnapshotFile.TryServe(path, trust, out var file, out _))
                return file;
        }

        return null;
    }
}
