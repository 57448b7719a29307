using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Snapshots;

/// <summary>Random members as a model (a dictionary) and as the CSV text the builder reads. A member id is its key in hexadecimal.</summary>
internal sealed class SampleMembers
{
    private static readonly string[] Partners = ["citybike", "citylib", "railway", "retailer", "x", "a-partner-of-thirty-two-letters1"];

    private readonly StringBuilder _scores = new(ScoresCsv.Columns + "\n");
    private readonly StringBuilder _enrolment = new(EnrolmentCsv.Columns + "\n");

    public Dictionary<MemberKey, Standing> Model { get; } = [];

    public string Scores => _scores.ToString();

    public string Enrolment => _enrolment.ToString();

    public static SnapshotHeading Heading { get; } = new(
        7, new(2026, 11, 21, 6, 0, 0, TimeSpan.Zero), new(2026, 11, 21, 7, 30, 0, TimeSpan.Zero), 3, 0x1234_5678_9ABC_DEF0, "tests 1.0");

    public static MemberTag Tagging(ReadOnlySpan<byte> id) =>
        new(new(ulong.Parse(id, NumberStyles.HexNumber, CultureInfo.InvariantCulture)), 0);

    public static SampleMembers Draw(int count, int seed)
    {
        var sample = new SampleMembers();
        var random = new Random(seed);
        while (sample.Model.Count < count)
        {
            sample.Add(new MemberKey((ulong)random.NextInt64(long.MinValue, long.MaxValue)), DrawStanding(random));
        }

        return sample;
    }

    public void Add(MemberKey key, Standing standing)
    {
        Model[key] = standing;
        var dimension = (standing.Score.Floor - 350) / 6.0;
        _scores.Append(CultureInfo.InvariantCulture, $"{key.ToHex()}").Append(
            string.Concat(Enumerable.Repeat($",{(int)Math.Ceiling(dimension)}", 5))).Append('\n');
        _enrolment.Append(CultureInfo.InvariantCulture, $"{key.ToHex()},{standing.Tier.ToString().ToLowerInvariant()},")
            .Append(standing.PaymentLineOpen ? "open," : "none,").Append(standing.CourtListed ? "listed," : "none,")
            .Append(ConsentText.Write(standing.Consents.Contracts)).Append(',').Append(BanText.Write(standing.Bans)).Append('\n');
    }

    public BuildOutcome Build(string? path, SnapshotSigner? signer) => SnapshotBuild.FromCsv(
        Sources(Scores, Enrolment), path, Heading, Tagging, signer, new BuildOptions { Overwrite = true });

    public byte[] BuildBytes(ECDsa? key)
    {
        var path = Path.GetTempFileName();
        try
        {
            var outcome = Build(path, key is null ? null : new SnapshotSigner(key));
            Assert.Empty(outcome.Faults);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static SnapshotSources Sources(string scores, string enrolment) => Sources(Encoding.UTF8.GetBytes(scores), Encoding.UTF8.GetBytes(enrolment));

    public static SnapshotSources Sources(byte[] scores, byte[] enrolment) =>
        new(() => new MemoryStream(scores), "scores.csv", () => new MemoryStream(enrolment), "enrolment.csv");

    private static Standing DrawStanding(Random random)
    {
        var contracts = Enumerable.Range(0, random.Next(6)).Select(_ => new Contract((Scene)random.Next(1, 9), Partners[random.Next(Partners.Length)]));
        var bans = Enumerable.Range(0, random.Next(20) == 0 ? random.Next(1, 4) : 0).Select(_ => DrawBan(random)).OrderBy(ban => ban.From);
        return new Standing(
            new ScoreStep((byte)random.Next(13)),
            (Tier)random.Next(4),
            random.Next(10) == 0,
            random.Next(2) == 0,
            new ConsentSet(contracts),
            [.. bans],
            []);
    }

    private static SectorBan DrawBan(Random random)
    {
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(30_000_000));
        return new SectorBan(
            random.Next(2) == 0 ? Sector.Railway : Sector.Aviation,
            (BanScope)random.Next(2),
            from,
            random.Next(4) == 0 ? null : from.AddDays(random.Next(1, 400)),
            (LiftCondition)random.Next(2),
            (DisputeState)random.Next(4));
    }
}
