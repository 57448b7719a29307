using System.Security.Cryptography;
using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots;
using EdgeService.Snapshots.Changes;

namespace EdgeService.Tests.Snapshots;

/// <summary>A folder of snapshots, and the keys and the secret they are made with. In revision N the member "m" has the score step of 350 + 50 N.</summary>
internal sealed class SnapshotStock : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private ChangeLog? _changes;

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

    public SnapshotOptions Options => new() { Folder = Folder, ChangesFolder = Path.Combine(_home.FullName, "changes"), KeepFreeBytes = 0 };

    /// <summary>The log of this stock's edge, opened at its first use.</summary>
    public ChangeLog Changes => _changes ??= ChangeLog.Open(Options.ChangesFolder);

    public CurrentSnapshot Current(long copyUpToBytes = SnapshotFile.DefaultCopyUpToBytes) =>
        new(Options with { CopyUpToBytes = copyUpToBytes }, Trust, MemberHashing.CheckOf(Secret), Changes);

    /// <summary>Closes the log, as the end of the process does; its next use reads it from the disk.</summary>
    public void CloseChanges()
    {
        _changes?.Dispose();
        _changes = null;
    }

    public string PathOf(long revision) => Path.Combine(Folder, $"{revision}.snap");

    public void Put(long revision, SnapshotSigner? signer) => Put(revision, signer, Secret);

    public void Put(long revision) => Put(revision, Signer, Secret);

    public void Put(long revision, SnapshotSigner? signer, MemberSecret secret) => Put(revision, signer, secret, 0);

    /// <summary>The same with the changes through a revision folded in, of which nothing is to be seen.</summary>
    public void PutThrough(long revision, long changesThrough) => Put(revision, Signer, Secret, changesThrough);

    /// <summary>A snapshot of several chunks: with "m" so many others, "0", "1", …</summary>
    public void PutMany(long revision, int others) => Put(revision, Signer, Secret, 0, others);

    private void Put(long revision, SnapshotSigner? signer, MemberSecret secret, long changesThrough, int others = 0)
    {
        // The score is 350 + 50 N when each dimension is 50 N / 6, rounded up.
        var dimension = ((50 * revision) + 5) / 6;
        var scores = $"{ScoresCsv.Columns}\nm,{dimension},{dimension},{dimension},{dimension},{dimension}\n";
        scores += string.Concat(Enumerable.Range(0, others).Select(other => $"{other},50,50,50,50,50\n"));
        var enrolment = $"{EnrolmentCsv.Columns}\nm,basic,open,none,mobility@citybike,\n"
            + string.Concat(Enumerable.Range(0, others).Select(other => $"{other},basic,none,none,,\n"));
        var outcome = SnapshotBuild.FromCsv(
            new(() => Bytes(scores), "scores", () => Bytes(enrolment), "enrolment"),
            PathOf(revision),
            new(revision, Start.AddHours(revision), Start, 1, MemberHashing.CheckOf(secret), "tests") { ChangesThrough = changesThrough },
            MemberHashing.Under(secret),
            signer,
            new BuildOptions { Overwrite = true });
        Assert.Empty(outcome.Faults);
    }

    public void Dispose()
    {
        CloseChanges();
        _key.Dispose();
        _home.Delete(recursive: true);
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
