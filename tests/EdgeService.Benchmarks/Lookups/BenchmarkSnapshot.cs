using System.Security.Cryptography;
using EdgeService.Building.Files;
using EdgeService.Building.Population;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Signing;

namespace EdgeService.Benchmarks.Lookups;

/// <summary>
/// The snapshot a case reads: the file that was named, or one that is made, and kept for the other cases of the run. In its folder lie the key that is to be
/// trusted, signing.pem, and the secret its members are hashed under, member.key. Members are called M000000001 and so on.
/// </summary>
internal sealed class BenchmarkSnapshot
{
    private const int MadeMembers = 10_000_000;
    private const ulong Seed = 2018;

    /// <summary>A record of the population, another while it is sorted, and the entry.</summary>
    private const long BytesWhileMade = 24 + 24 + 9;

    private static readonly Dictionary<int, BenchmarkSnapshot> Kept = [];

    private BenchmarkSnapshot(string path) => FilePath = path;

    public string FilePath { get; }

    public string Folder => Path.GetDirectoryName(FilePath)!;

    public static BenchmarkSnapshot Of(BenchmarkSettings settings, Bars.BenchmarkReport report) =>
        settings.Snapshot is { } named ? new(Path.GetFullPath(named)) : Make(settings, settings.Members ?? MadeMembers, report);

    /// <summary>One of so many members.</summary>
    /// <exception cref="DiskFullException">There is no room for it.</exception>
    public static BenchmarkSnapshot Make(BenchmarkSettings settings, int members, Bars.BenchmarkReport report)
    {
        if (Kept.TryGetValue(members, out var kept))
        {
            report.Note($"the snapshot of {members:#,##0} made members that is there");
            return kept;
        }

        var needed = members * BytesWhileMade;
        if (DiskSpace.FreeIn(settings.Folder) is var free && free < needed)
        {
            throw new DiskFullException(
                $"A snapshot of {members:#,##0} members takes {DiskSpace.InWords(needed)} while it is made; in {settings.Folder} {DiskSpace.InWords(free)} are free. "
                + "--folder names another.");
        }

        report.Note($"a snapshot of {members:#,##0} made members, seed {Seed}");
        var folder = Directory.CreateDirectory(Path.Combine(settings.Folder, $"edge-benchmark-{Environment.ProcessId}-{members}")).FullName;
        var snapshot = new BenchmarkSnapshot(Path.Combine(folder, "made.snap"));
        try
        {
            snapshot.Fill(members);
            return Kept[members] = snapshot;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Takes away every snapshot that was made.</summary>
    public static void Clear()
    {
        foreach (var snapshot in Kept.Values)
        {
            Directory.Delete(snapshot.Folder, recursive: true);
        }

        Kept.Clear();
    }

    /// <summary>How many members it says it holds.</summary>
    public long Members => SnapshotPeek.Read(FilePath, out var metadata) is null ? metadata!.MemberCount : throw new InvalidDataException($"{FilePath} is not a snapshot.");

    /// <summary>Puts the secret where an edge that has not yet started under this home looks for its own.</summary>
    public void GiveSecretTo(string home)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, "secret")).FullName;
        PrivateFile.Create(Path.Combine(folder, "member.key"), File.ReadAllBytes(Path.Combine(Folder, "member.key")));
    }

    private void Fill(int members)
    {
        var secret = new byte[MemberSecret.Size];
        File.WriteAllBytes(Path.Combine(Folder, "member.key"), secret);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(Folder, "signing.pem"), key.ExportSubjectPublicKeyInfoPem());
        Build(this, members, MemberSecret.Of(secret), new SnapshotSigner(key));
    }

    private static void Build(BenchmarkSnapshot snapshot, int members, MemberSecret secret, SnapshotSigner signer)
    {
        var population = Path.Combine(snapshot.Folder, "population.bin");
        var made = new MadePopulation(members, Seed, PopulationChoices.DefaultContracts, new DateOnly(2026, 1, 1));
        WholeFile.Write(population, output => made.WriteBinary(output, MemberHashing.Under(secret)));
        var now = DateTimeOffset.UtcNow;
        var heading = new SnapshotHeading(1, now, now, 1, MemberHashing.CheckOf(secret), "benchmark");
        var outcome = SnapshotBuild.FromBinary(PopulationSource.OfFile(population), snapshot.FilePath, heading, signer);
        File.Delete(population);
        if (!outcome.Built)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, outcome.Faults));
        }
    }
}
