using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Changes;
using EdgeService.Signing;
using EdgeService.Snapshots;
using EdgeService.Snapshots.Changes;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Perks.Edge.V1;
using Xunit.Abstractions;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Attacks;

/// <summary>
/// Whoever may not have a perk is answered alike, whatever the cause: one size, the same headers and trailers, and, in the long run, times that no
/// classifier tells apart. The classes are asked about in random order, one after the other, so that all have the same noise. With
/// <c>EDGE_PROBING=long</c> 100,000 answers of each of the two ways to be named are measured and judged; otherwise a few, for all but their times.
/// </summary>
public sealed class IndistinguishableTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Perk = "library.cardless";
    private const int MembersOfAClass = 500;
    private const double Bar = 0.52;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("EDGE_PROBING") == "long";
    private static readonly string[] Classes = ["unknown", "not enrolled", "no consent", "below", "court", "banned"];

    private EdgeHost _host = null!;
    private Terminal _kiosk = null!;
    private byte[] _codeKey = [];

    public async Task InitializeAsync()
    {
        _host = await EdgeHost.StartAsync();
        Build();
        _host.Service<CurrentSnapshot>().Scan();
        Leave();
        _kiosk = new(_host, Terminal.Kiosk);
        _codeKey = await File.ReadAllBytesAsync(Path.Combine(_host.Home, "secret", "app-code.key"));
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(MemberRefKind.AppCode)]
    [InlineData(MemberRefKind.PartnerCard)]
    public async Task Causes_that_lie_with_the_member_cannot_be_told_apart(MemberRefKind kind)
    {
        var samples = await MeasureAsync(kind, warming: IsLong ? 5_000 : 60, count: IsLong ? 100_000 : 600);

        Assert.Single(samples.Select(sample => sample.Signature).Distinct());
        output.WriteLine($"{kind}: {samples.Count} answers, all of {samples[0].Signature}");
        if (!IsLong)
            return;
        var byClass = samples.GroupBy(sample => sample.Class).ToDictionary(group => group.Key, group => group.ToList());
        var worst = 0.0;
        for (var one = 0; one < Classes.Length; one++)
        {
            for (var other = one + 1; other < Classes.Length; other++)
                worst = Math.Max(worst, Compare(Classes[one], byClass[one], Classes[other], byClass[other]));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: worst {worst:0.0000}, bar {Bar}"));
        Assert.InRange(worst, 0.5, Bar);
    }

    private double Compare(string one, List<Sample> ofOne, string other, List<Sample> ofOther)
    {
        double[] Times(List<Sample> samples) => [.. samples.Select(sample => sample.Features[0])];
        double[][] Features(List<Sample> samples) => [.. samples.Select(sample => sample.Features)];
        var area = Likeness.AreaOf(Times(ofOne), Times(ofOther));
        var threshold = Likeness.BestThreshold(Times(ofOne), Times(ofOther));
        var learned = Likeness.LearnedArea(Features(ofOne), Features(ofOther));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{one} / {other}: time AUC {area:0.0000}, best threshold {threshold:0.0000}, classifier AUC {learned:0.0000}"));
        return Math.Max(Math.Max(area, threshold), learned);
    }

    private async Task<List<Sample>> MeasureAsync(MemberRefKind kind, int warming, int count)
    {
        var random = new Random(7);
        var samples = new List<Sample>(count);
        var before = 1.0;
        for (var i = -warming; i < count; i++)
        {
            var (number, member) = (random.Next(Classes.Length), random.Next(MembersOfAClass));
            var request = new CheckEligibilityRequest { Inquiry = new() { MemberRef = Reference(kind, number, member), PerkId = Perk } };
            var started = Stopwatch.GetTimestamp();
            using var call = _kiosk.Eligibility.CheckEligibilityAsync(request, _kiosk.Options);
            var reply = await call;
            var micros = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            var sample = new Sample(number, [micros, Math.Log(micros), Math.Log(micros / before), Math.Log(before)], await SignatureOf(call, reply));
            before = micros;
            if (i >= 0)
                samples.Add(sample);
        }

        return samples;
    }

    private static async Task<string> SignatureOf(AsyncUnaryCall<CheckEligibilityResponse> call, CheckEligibilityResponse reply)
    {
        // The age of the data goes on with the clock, whoever is asked about.
        var decision = reply.Decision;
        decision.Basis.Age = null;
        var size = reply.CalculateSize();
        var metadata = (await call.ResponseHeadersAsync).Concat(call.GetTrailers()).Where(entry => entry.Key != "date").Select(entry => $"{entry.Key}={entry.Value}");
        return $"{size} bytes, {decision.Outcome} {decision.RefusalCode} {decision.Remedy} {decision.DecisionId.Length} {string.Join(' ', metadata)}";
    }

    private MemberRef Reference(MemberRefKind kind, int number, int member)
    {
        if (kind == MemberRefKind.PartnerCard)
            return new() { Kind = kind, Value = CardOf(number, member) };
        using var cipher = new AesGcm(_codeKey, 16);
        var code = Core.Members.AppCode.Seal(IdOf(number, member), TimeProvider.System.GetUtcNow(), RandomNumberGenerator.GetBytes(12), cipher);
        return new() { Kind = kind, Value = code };
    }

    private static string IdOf(int number, int member) => $"like-{number}-{member:D4}";

    private static string CardOf(int number, int member) => $"LIKE-{number}-{member:D4}";

    /// <summary>Those who are not enrolled were, until a change.</summary>
    private void Leave()
    {
        var (current, reader) = (_host.Service<CurrentSnapshot>(), _host.Service<AppCodeReader>());
        var changes = Enumerable.Range(0, MembersOfAClass).Select(member =>
        {
            Assert.True(reader.TryTagOf(IdOf(Array.IndexOf(Classes, "not enrolled"), member), out var tag));
            return new StandingChange(member + 1, tag, TimeProvider.System.GetUtcNow(), new Leave());
        });
        Assert.Equal(0, Assert.IsType<ApplyOutcome.Applied>(current.Apply([.. changes], null)).Ineffective);
    }

    /// <summary>A snapshot of members of every class but the unknown.</summary>
    private void Build()
    {
        var scores = new StringBuilder(ScoresCsv.Columns + "\n");
        var enrolment = new StringBuilder(EnrolmentCsv.Columns + "\n");
        var aliases = new StringBuilder(AliasesCsv.Columns + "\n");
        for (var member = 0; member < MembersOfAClass; member++)
        {
            for (var number = 1; number < Classes.Length; number++)
            {
                var id = IdOf(number, member);
                var dimension = Classes[number] == "below" ? 20 : 90;
                scores.Append(CultureInfo.InvariantCulture, $"{id},{dimension},{dimension},{dimension},{dimension},{dimension}\n");
                aliases.Append(CultureInfo.InvariantCulture, $"{id},{AliasesCsv.Card},citylib,{CardOf(number, member)}\n");
                enrolment.Append(Classes[number] switch
                {
                    "no consent" => $"{id},basic,open,none,,\n",
                    "court" => $"{id},basic,open,listed,library@citylib,\n",
                    "banned" => $"{id},basic,open,none,library@citylib,aviation:all:2020-01-01/\n",
                    _ => $"{id},basic,open,none,library@citylib,\n",
                });
            }
        }

        Build(Encoding.UTF8.GetBytes(scores.ToString()), Encoding.UTF8.GetBytes(enrolment.ToString()), Encoding.UTF8.GetBytes(aliases.ToString()));
    }

    private void Build(byte[] scores, byte[] enrolment, byte[] aliases)
    {
        using var key = SnapshotKeyFiles.LoadPrivate(Path.Combine(_host.Home, "snapshot-keys", "signing.key"));
        var secret = DeploymentSecrets.Load(Path.Combine(_host.Home, "secret")).Member;
        var now = TimeProvider.System.GetUtcNow();
        var outcome = SnapshotBuild.FromCsv(
            new(() => new MemoryStream(scores), "scores", () => new MemoryStream(enrolment), "enrolment"),
            Path.Combine(_host.Home, "snapshots", "like.snap"),
            new(1_000, now, now, 1, MemberHashing.CheckOf(secret), "tests"),
            MemberHashing.Under(secret),
            new SnapshotSigner(key),
            new BuildOptions { Aliases = AliasSource.OfCsv(() => new MemoryStream(aliases), "aliases", MemberHashing.Under(secret), MemberHashing.AliasesUnder(secret)) });
        Assert.Empty(outcome.Faults);
    }

    /// <param name="Class">Which of the classes.</param>
    /// <param name="Features">What a classifier may learn from: the time, alone and against that of the answer before.</param>
    /// <param name="Signature">All of the answer that does not change from call to call.</param>
    private sealed record Sample(int Class, double[] Features, string Signature);
}
