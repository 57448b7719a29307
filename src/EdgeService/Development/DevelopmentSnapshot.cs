using System.Globalization;
using EdgeService.Building.Population;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Telemetry;

namespace EdgeService.Development;

/// <summary>
/// Makes the development snapshot and its signing key. One that it made is followed by a newer one when it ages, was made with other material
/// or knows other contracts. A snapshot that somebody else built is served for as long as it is the newest, and is never replaced; one under another version of
/// the member secret waits for the edge to go by that.
/// </summary>
public sealed class DevelopmentSnapshot(string home, MemberSecret secret, DateTimeOffset now, ILogger log)
{
    private const string Pattern = "*.snap";
    private const string Builder = "development";
    private const int Kept = 2;

    /// <summary>Half of the time for which data count as fresh: it stays fresh through a day's work.</summary>
    private static readonly TimeSpan Aged = TimeSpan.FromHours(12);

    private readonly string _folder = Path.Combine(home, "snapshots");
    private readonly string _keyFolder = Path.Combine(home, "snapshot-keys");

    /// <param name="contracts">Every (scene, partner) pair of the catalog.</param>
    public void MakeOrRenew(IReadOnlyCollection<Contract> contracts)
    {
        foreach (var folder in new[] { _folder, _keyFolder })
        {
            Directory.CreateDirectory(folder);
            MadeMark.Put(folder);
        }

        SnapshotKeyFiles.CreateMissing(Path.Combine(_keyFolder, "signing.key"));
        var stock = Stock();
        if (stock is not [var newest, ..])
            log.Made(Make(1, contracts));
        else if (stock.Find(file => file.Metadata.SecretCheck == MemberHashing.CheckOf(secret)) is not { } served)
            RenewIfOurs(newest, stock, contracts, "the member secret is another");
        else if (CauseToRenew(served, contracts) is { } cause)
            RenewIfOurs(served, stock, contracts, cause);
    }

    private void RenewIfOurs(StockedSnapshot newest, List<StockedSnapshot> stock, IReadOnlyCollection<Contract> contracts, string cause)
    {
        if (!newest.IsOurs)
            return;
        var revision = stock[0].Metadata.Revision + 1;
        log.Renewed(Make(revision, contracts), cause);
        foreach (var old in stock.Where(old => old.IsOurs && old.Metadata.Revision <= revision - Kept))
            File.Delete(old.Path);
    }

    private string Make(long revision, IReadOnlyCollection<Contract> contracts)
    {
        var path = Path.Combine(_folder, revision.ToString(CultureInfo.InvariantCulture) + ".snap");
        using var key = SnapshotKeyFiles.LoadPrivate(Path.Combine(_keyFolder, "signing.key"));
        var sources = DevelopmentPopulation.Write(_folder, contracts, DateOnly.FromDateTime(now.UtcDateTime));
        var heading = new SnapshotHeading(revision, now, now, 1, MemberHashing.CheckOf(secret), Builder);
        var options = new BuildOptions
        {
            Overwrite = true,
            Aliases = AliasSource.OfFile(Path.Combine(_folder, DevelopmentPopulation.AliasesFile), secret),
        };
        var outcome = SnapshotBuild.FromCsv(sources, path, heading, MemberHashing.Under(secret), new SnapshotSigner(key), options);
        if (!outcome.Built)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, outcome.Faults));
        }

        return path;
    }

    /// <summary>What lies in the folder and says what it is, newest first.</summary>
    private List<StockedSnapshot> Stock() => Directory.EnumerateFiles(_folder, Pattern)
        .Select(path => SnapshotPeek.Read(path, out var metadata) is null ? new StockedSnapshot(path, metadata!) : null)
        .OfType<StockedSnapshot>()
        .OrderByDescending(file => file.Metadata.Revision)
        .ToList();

    private string? CauseToRenew(StockedSnapshot newest, IReadOnlyCollection<Contract> contracts)
    {
        if (now - newest.Metadata.AsOf > Aged)
        {
            return "it has aged";
        }

        return !SnapshotFile.TryOpen(newest.Path, SnapshotKeyFiles.LoadTrust(_keyFolder), out var file, out var refusal)
            ? refusal.Detail
            : CauseInside(file, contracts);
    }

    private static string? CauseInside(SnapshotFile file, IReadOnlyCollection<Contract> contracts)
    {
        using (file)
        {
            var known = Enumerable.Range(0, file.View.ConsentSetCount).SelectMany(index => file.View.ConsentSetAt(index)!.Contracts).ToHashSet();
            return known.SetEquals(contracts) ? null : "the catalog has other scenes or partners";
        }
    }

    private sealed record StockedSnapshot(string Path, SnapshotMetadata Metadata)
    {
        public bool IsOurs => Metadata.Builder == Builder;
    }
}
