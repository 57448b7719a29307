using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Signing;
using EdgeService.Snapshots;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using Perks.Edge.V1;

namespace EdgeService.Tests.Snapshots;

/// <summary>The whole service on mapped files of which one bit has turned: each answer is right for the snapshot it names, and none is missing.</summary>
public sealed class DamagedSnapshotHostTests
{
    private const int Members = 40_000;
    private const int Rounds = 1_000;
    private const string Perk = "bike.deposit-free";

    [Fact]
    public async Task Thousand_bit_flips_none_is_served()
    {
        await using var host = await EdgeHost.StartAsync("--Edge:Snapshots:CopyUpToBytes=0", "--Edge:Snapshots:ScanSeconds=3600");
        var sound = host.Service<CurrentSnapshot>().Metadata!.Revision;
        var whole = Build(host, sound + 1);
        var dock = new Terminal(host, Terminal.Dock);
        var random = new Random(1_000);
        var (fromTheNew, fromTheOld) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            PutDamaged(host, whole, random.NextInt64(whole.LongLength * 8), round);
            foreach (var revision in await AskAsync(dock, sound, random))
            {
                fromTheNew += revision == sound ? 0 : 1;
                fromTheOld += revision == sound ? 1 : 0;
            }

            await PutAsideAsync(host, dock, sound);
        }

        Assert.InRange(fromTheNew, Rounds / 5, int.MaxValue);
        Assert.InRange(fromTheOld, Rounds / 5, int.MaxValue);
    }

    /// <summary>A batch and a single check of members at random; returns the revisions they were answered from.</summary>
    private static async Task<long[]> AskAsync(Terminal dock, long sound, Random random)
    {
        int[] asked = [.. Enumerable.Range(0, 3).Select(_ => random.Next(Members))];
        var single = await dock.CheckAsync(Terminal.Ask(IdOf(asked[0]), Perk));
        AssertRight(asked[0], single.Outcome, single.Basis.SnapshotRevision, sound);
        var request = new BatchCheckEligibilityRequest { Inquiries = { asked.Select(member => Terminal.Ask(IdOf(member), Perk)) } };
        var batch = await dock.Eligibility.BatchCheckEligibilityAsync(request, dock.Options);
        for (var i = 0; i < asked.Length; i++)
            AssertRight(asked[i], batch.Results[i].Decision.Outcome, batch.Basis.SnapshotRevision, sound);
        return [single.Basis.SnapshotRevision, batch.Basis.SnapshotRevision];
    }

    /// <summary>Nobody of them is known to the sound snapshot; by the new one every other may ride.</summary>
    private static void AssertRight(int member, Outcome outcome, long revision, long sound) =>
        Assert.Equal(revision > sound && member % 2 == 0 ? Outcome.Eligible : Outcome.Ineligible, outcome);

    private static void PutDamaged(EdgeHost host, byte[] whole, long bit, int round)
    {
        var damaged = (byte[])whole.Clone();
        damaged[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        File.WriteAllBytes(PathOf(host, round), damaged);
        host.Service<SnapshotWatch>().Look();
    }

    /// <summary>What no call has met the background pass finds: the end of every round is the sound snapshot.</summary>
    private static async Task PutAsideAsync(EdgeHost host, Terminal dock, long sound)
    {
        var current = host.Service<CurrentSnapshot>();
        for (var progress = default(SnapshotProgress); current.VerifySome(ref progress, 64);)
        {
            // The next chunks.
        }

        Assert.Equal(sound, (await dock.CheckAsync(Terminal.Ask("demo-alice", Perk))).Basis.SnapshotRevision);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(host.Home, "snapshots"), "damaged-*"))
            File.Delete(file);
    }

    private static string PathOf(EdgeHost host, int round) => Path.Combine(host.Home, "snapshots", $"damaged-{round}.snap");

    private static string IdOf(int member) => $"rider-{member}";

    private static byte[] Build(EdgeHost host, long revision)
    {
        var secret = host.Service<DeploymentSecrets>().Member;
        using var key = SnapshotKeyFiles.LoadPrivate(Path.Combine(host.Home, "snapshot-keys", "signing.key"));
        var scores = new StringBuilder(ScoresCsv.Columns + "\n");
        var enrolment = new StringBuilder(EnrolmentCsv.Columns + "\n");
        for (var member = 0; member < Members; member++)
        {
            var dimension = member % 2 == 0 ? 60 : 20;
            scores.Append($"{IdOf(member)},{dimension},{dimension},{dimension},{dimension},{dimension}\n");
            enrolment.Append($"{IdOf(member)},basic,none,none,mobility@citybike,\n");
        }

        var path = Path.Combine(host.Home, "whole");
        var now = DateTimeOffset.UtcNow;
        var outcome = SnapshotBuild.FromCsv(
            new(() => Bytes(scores), "scores", () => Bytes(enrolment), "enrolment"),
            path,
            new(revision, now, now, 1, MemberHashing.CheckOf(secret), "tests"),
            MemberHashing.Under(secret),
            new SnapshotSigner(key));
        Assert.Empty(outcome.Faults);
        return File.ReadAllBytes(path);
    }

    private static MemoryStream Bytes(StringBuilder text) => new(Encoding.UTF8.GetBytes(text.ToString()));
}
