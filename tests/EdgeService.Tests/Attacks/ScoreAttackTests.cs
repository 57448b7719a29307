using System.Security.Cryptography;
using EdgeService.Catalog;
using EdgeService.Core.Perks;
using EdgeService.Tests.Operators;
using Xunit.Abstractions;
using Scene = Perks.Admin.V1.Scene;

namespace EdgeService.Tests.Attacks;

/// <summary>
/// A terminal that may ask as often and as much as it likes learns no more of a score than on which side of the published thresholds of its own
/// partner's perks it lies: log2(thresholds + 1) bits. Told by what it could write down of every possible member: members whose answers are all
/// alike cannot be told apart. <c>EDGE_PROBING=long</c> asks about every standing, otherwise about those around the steps.
/// </summary>
public sealed class ScoreAttackTests(ITestOutputHelper output)
{
    private const int AtOnce = 16;

    /// <summary>Between two terminals: the codes shown at the first are past by then, for an edge remembers so many at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(2);

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("EDGE_PROBING") == "long";

    /// <summary>Fresh, stale, and beyond what most perks allow.</summary>
    private static readonly int[] Days = IsLong ? [0, 2, 9] : [0, 2];

    [Fact]
    public async Task Unlimited_questions_yield_no_more_than_the_published_thresholds()
    {
        await using var edge = await OperatedEdge.StartAsync("--Edge:Probing:PerksPerDay=64");
        var catalog = edge.Host.Service<CurrentCatalog>().Catalog;
        var everybody = Possible.Everybody(IsLong);
        await Possible.ApplyAsync(edge, everybody, ContractsOf(catalog));
        var attacks = catalog.Partners.ToDictionary(partner => partner, _ => everybody.ToDictionary(member => member, _ => IncrementalHash.CreateHash(HashAlgorithmName.SHA256)));
        var questions = await AttackAsync(edge, catalog, attacks);

        output.WriteLine($"{everybody.Count} possible members, {questions} questions");
        foreach (var (partner, transcripts) in attacks)
            Judge(PublishedThresholds.Of(catalog, partner), partner, transcripts.ToDictionary(each => each.Key, each => Convert.ToHexString(each.Value.GetHashAndReset())));
    }

    private static async Task<long> AttackAsync(
        OperatedEdge edge, PerkCatalog catalog, Dictionary<Partner, Dictionary<Possible, IncrementalHash>> attacks)
    {
        long questions = 0;
        var start = edge.Clock.Now;
        var terminals = catalog.Terminals.Select(terminal => (terminal, Attacker: new AttackerTerminal(edge.Host, terminal, catalog.Perks))).ToList();
        foreach (var day in Days)
        {
            edge.Clock.Now = start.AddDays(day);
            foreach (var (terminal, attacker) in terminals)
            {
                var known = attacks[terminal.Venue.Partner];
                await Parallel.ForEachAsync(known, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (member, _) =>
                    await attacker.AskAsync(member.Key, edge.Clock.Now, takes: day == Days[0], member.Value));
                questions += (long)attacker.Questions * known.Count;
                edge.Clock.Now += Pause;
            }
        }

        return questions;
    }

    private void Judge(PublishedThresholds published, Partner partner, Dictionary<Possible, string> transcripts)
    {
        var classes = transcripts.Values.Distinct().Count();
        var alike = transcripts.Where(each => each.Key.Consents).GroupBy(each => (each.Key.Tier, each.Key.PaymentLine));
        var ofScore = alike.Max(group => group.Select(each => each.Value).Distinct().Count());
        output.WriteLine(
            $"{partner.Id}: thresholds {string.Join(' ', published.Scores)}, {published.Tiers} tiers, {published.PaymentLine} payment line; "
            + $"score {ofScore} classes, {Math.Log2(ofScore):0.00} of {Math.Log2(published.Scores.Count + 1):0.00} bits; "
            + $"all {classes} classes, {Math.Log2(classes):0.00} of {Math.Log2(published.Count + 1):0.00} bits");
        Assert.InRange(classes, 2, published.Count + 1);
        foreach (var group in alike)
            JudgeScores(published, [.. group.OrderBy(each => each.Key.Score).Select(each => (each.Key.Score!.Value, each.Value))]);
        Assert.Single(transcripts.Where(each => !each.Key.Consents || each.Key.Score == 350).Select(each => each.Value).Distinct());
    }

    /// <summary>The answers change where a threshold lies, and nowhere else.</summary>
    private static void JudgeScores(PublishedThresholds published, IReadOnlyList<(int Score, string Transcript)> rising)
    {
        Assert.InRange(rising.Select(each => each.Transcript).Distinct().Count(), 1, published.Scores.Count + 1);
        foreach (var (below, above) in rising.Zip(rising.Skip(1)).Where(pair => pair.First.Transcript != pair.Second.Transcript))
            Assert.Contains(published.Scores, threshold => below.Score < threshold && threshold <= above.Score);
    }

    private static List<(Scene Scene, string Partner)> ContractsOf(PerkCatalog catalog) =>
        [.. catalog.Partners.SelectMany(partner => catalog.Perks.Where(partner.HasContracted).Select(perk => ((Scene)perk.Scene, partner.Id))).Distinct()];
}
