using System.Globalization;
using EdgeService.Building.Population;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Telemetry;

namespace EdgeService.Development;

/// <summary>
/// Makes the development snapshot and its signing key. A snapshot that ages, was made with other material or knows other contracts is followed by a newer one.
/// </summary>
public sealed class DevelopmentSnapshot(string home, MemberSecret secret, DateTimeOffset now, ILogger log)
{
    private const string Pattern = "*.snap";
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
        if (Newest() is not { } newest)
        {
            log.Made(Make(1, contracts));
        }
        else if (CauseToRenew(newest, contracts) is { } cause)
        {
            log.Renewed(Make(newest.Revision + 1, contracts), cause);
        }
    }

    private string Make(long revision, IReadOnlyCollection<Contract> contracts)
    {
        var path = PathOf(revision);
        using var key = SnapshotKeyFiles.LoadPrivate(Path.Combine(_keyFolder, "signing.key"));
        var sources = DevelopmentPopulation.Write(_folder, contracts, DateOnly.FromDateTime(now.UtcDateTime));
        var heading = new SnapshotHeading(revision, now, now, 1, MemberHashing.CheckOf(secret), "development");
        var outcome = SnapshotBuild.FromCsv(sources, path, heading, MemberHashing.Under(secret), new SnapshotSigner(key));
        if (!outcome.Built)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, outcome.Faults));
        }

        File.Delete(PathOf(revision - Kept));
        return path;
    }

    private string PathOf(long revision) => Path.Combine(_folder, revision.ToString(CultureInfo.InvariantCulture) + ".snap");

    private SnapshotMetadata? Newest() => Directory.EnumerateFiles(_folder, Pattern)
        .Select(path => SnapshotPeek.Read(path, out var metadata) is null ? metadata : null)
        .MaxBy(metadata => metadata?.Revision);

    private string? CauseToRenew(SnapshotMetadata newest, IReadOnlyCollection<Contract> contracts)
    {
        if (now - newest.AsOf > Aged)
        {
            return "it has aged";
        }

        if (newest.SecretCheck != MemberHashing.CheckOf(secret))
        {
            return "the member secret is another";
        }

        return !SnapshotFile.TryOpen(PathOf(newest.Revision), SnapshotKeyFiles.LoadTrust(_keyFolder), out var file, out var refusal)
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
}
