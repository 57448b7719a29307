using System.Security.Cryptography;
using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots;

namespace EdgeService.Tests.Snapshots;

/// <summary>A folder of snapshots, and the keys and the secret they are made with. In revision N the member "m" has the score step of 350 + 50 N.</summary>
internal sealed class SnapshotStock : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public SnapshotStock()
    {
        Signer = new SnapshotSigner(_key);
        Trust = new SnapshotTrust([Signer.PublicKey]);
        Directory.CreateDirectory(Folder);
    }

    public string Folder => Path.Combine(_home.FullName, "snapshots");

    public SnapshotSigner Signer { get; }

    public SnapshotTrust Trust { get; }

    public MemberSecret Secret { get; } = MemberSecret.Of(Enumerable.Repeat((byte)7, 32).ToArray());

    public MemberKey Member => MemberKeys.Of("m", Secret);

    public CurrentSnapshot Current(long copyUpToBytes = SnapshotFile.DefaultCopyUpToBytes) =>
        new(new SnapshotOptions { Folder = Folder, CopyUpToBytes = copyUpToBytes }, Trust, MemberHashing.CheckOf(Secret));

    public string PathOf(long revision) => Path.Combine(Folder, $"{revision}.snap");

    public void Put(long revision, SnapshotSigner? signer) => Put(revision, signer, Secret);

    public void Put(long revision) => Put(revision, Signer, Secret);

    public void Put(long revision, SnapshotSigner? signer, MemberSecret secret)
    {
        // The score is 350 + 50 N when each dimension is 50 N / 6, rounded up.
        var dimension = ((50 * revision) + 5) / 6;
        var scores = $"{ScoresCsv.Columns}\nm,{dimension},{dimension},{dimension},{dimension},{dimension}\n";
        var enrolment = $"{EnrolmentCsv.Columns}\nm,basic,open,none,mobility@citybike,\n";
        var outcome = SnapshotBuild.FromCsv(
            new(() => Bytes(scores), "scores", () => Bytes(enrolment), "enrolment"),
            PathOf(revision),
            new(revision, Start.AddHours(revision), Start, 1, MemberHashing.CheckOf(secret), "tests"),
            MemberHashing.Under(secret),
            signer,
            new BuildOptions { Overwrite = true });
        Assert.Empty(outcome.Faults);
    }

    public void Dispose()
    {
        _key.Dispose();
        _home.Delete(recursive: true);
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
