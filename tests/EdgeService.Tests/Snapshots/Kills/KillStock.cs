using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Signing;

namespace EdgeService.Tests.Snapshots.Kills;

/// <summary>Snapshots as an origin would make them: those that hold the changes through some revision hold what those changes made of the members.</summary>
internal sealed class KillStock(string home, int members)
{
    /// <summary>Of the snapshot that the home begins with.</summary>
    public const long FirstRevision = 1;

    private const int Others = 5_000;

    private readonly MemberSecret _secret = DeploymentSecrets.Load(Path.Combine(home, "secret")).Member;

    public static string MemberOf(long change, int members) => NameOf((int)(change % members));

    /// <summary>The last change through a revision that concerns a member; 0 for none.</summary>
    public static long LastChangeOf(int member, long through, int members)
    {
        var last = through - ((through - member) % members + members) % members;
        return Math.Max(0, last);
    }

    /// <summary>Some changes lift a member above the threshold of 650, others lower him below it.</summary>
    public static int ScoreAfter(long change) => IsHigh(change) ? 700 : 600;

    public static bool IsEligibleAfter(long change) => change > 0 && IsHigh(change);

    /// <summary>A file of about 50 kB.</summary>
    public byte[] Build(long revision, long changesThrough)
    {
        var path = Path.Combine(home, $"built-{Guid.NewGuid()}");
        var (scores, enrolment) = (new StringBuilder(ScoresCsv.Columns + "\n"), new StringBuilder(EnrolmentCsv.Columns + "\n"));
        for (var member = 0; member < members; member++)
        {
            if (LastChangeOf(member, changesThrough, members) is > 0 and var last)
                Add(scores, enrolment, NameOf(member), (ScoreAfter(last) - 350 + 5) / 6, "mobility@citybike");
        }

        for (var other = 0; other < Others; other++)
            Add(scores, enrolment, $"other-{other}", 50, "");
        using var key = SnapshotKeyFiles.LoadPrivate(Path.Combine(home, "snapshot-keys", "signing.key"));
        var now = DateTimeOffset.UtcNow;
        var outcome = SnapshotBuild.FromCsv(
            new(() => Bytes(scores), "scores", () => Bytes(enrolment), "enrolment"),
            path,
            new(revision, now, now, 1, MemberHashing.CheckOf(_secret), "tests") { ChangesThrough = changesThrough },
            MemberHashing.Under(_secret),
            new SnapshotSigner(key));
        Assert.Empty(outcome.Faults);
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    public string AppCodeOf(int member)
    {
        using var key = new AesGcm(File.ReadAllBytes(Path.Combine(home, "secret", "app-code.key")), tagSizeInBytes: 16);
        return AppCode.Seal(NameOf(member), DateTimeOffset.UtcNow, RandomNumberGenerator.GetBytes(AppCode.NonceSize), key);
    }

    private static bool IsHigh(long change) => change % 7 < 4;

    private static string NameOf(int member) => string.Create(CultureInfo.InvariantCulture, $"harassed-{member}");

    private static void Add(StringBuilder scores, StringBuilder enrolment, string member, int dimension, string consents)
    {
        scores.Append(CultureInfo.InvariantCulture, $"{member},{dimension},{dimension},{dimension},{dimension},{dimension}\n");
        enrolment.Append(CultureInfo.InvariantCulture, $"{member},basic,none,none,{consents},\n");
    }

    private static MemoryStream Bytes(StringBuilder text) => new(Encoding.UTF8.GetBytes(text.ToString()));
}
