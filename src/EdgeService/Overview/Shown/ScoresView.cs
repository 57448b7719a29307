using System.Globalization;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;
using EdgeService.Flow.Figures;

namespace EdgeService.Overview.Shown;

/// <summary>The picture of scores: a bar a step of 50, which is all that an edge holds of a score.</summary>
/// <param name="Caption">Of whom.</param>
/// <param name="Bars">The bars, the lowest step first; empty where there is nothing to show.</param>
/// <param name="Bands">The five bands.</param>
/// <param name="Tiers">The tiers.</param>
public sealed record ScoresView(string Caption, IReadOnlyList<ScoreBar> Bars, IReadOnlyList<FactView> Bands, IReadOnlyList<FactView> Tiers)
{
    private static readonly string[] BandNames = ["Low, 350–549", "Intermediate, 550–599", "Good, 600–649", "Very good, 650–699", "Exceptional, 700–950"];

    public static ScoresView Of(SnapshotFigures? snapshot)
    {
        if (snapshot?.Scores is not { Counted: > 0 } scores)
            return new(snapshot is null ? "There is no snapshot, and so nobody to count." : "Nobody is enrolled in this snapshot.", [], [], []);
        var longest = scores.BySteps.Max();
        var steps = scores.BySteps.Select((members, index) => (Step: new ScoreStep((byte)index), Members: members)).ToList();
        return new(
            CaptionOf(scores),
            [.. steps.Select(each => Bar(each.Step, each.Members, longest, scores.Counted))],
            [.. BandNames.Select((name, band) => new FactView(name, Share(steps.Where(each => (int)each.Step.Band == band).Sum(each => each.Members), scores)))],
            [.. scores.ByTier.Select((members, tier) => new FactView(((Tier)tier).ToString(), Share(members, scores)))]);
    }

    private static string CaptionOf(ScoreSample scores) => scores.IsSample
        ? $"Shares of a sample of {Wording.Count(scores.Counted)} of {Wording.Count(scores.Members)} members, as the snapshot was built."
        : $"All {Wording.Things(scores.Members, "member", "members")}, as the snapshot was built.";

    /// <summary>Of a sample only the share is said: its count would look like one of members.</summary>
    private static string Share(long members, ScoreSample scores) =>
        scores.IsSample ? Wording.Percent((double)members / scores.Counted) : $"{Wording.Count(members)} ({Wording.Percent((double)members / scores.Counted)})";

    private static ScoreBar Bar(ScoreStep step, long members, long longest, long counted)
    {
        var label = step.Index == ScoreStep.MaxIndex ? "950" : string.Create(CultureInfo.InvariantCulture, $"{step.Floor}–{step.Floor + 49}");
        return new(label, step.Band.ToString().ToLowerInvariant(), Lengths.Of(members, longest), Wording.Percent((double)members / counted));
    }
}

/// <summary>One bar.</summary>
/// <param name="Label">The scores of the step.</param>
/// <param name="Band">Its band.</param>
/// <param name="Length">0 to 100, which is the longest.</param>
/// <param name="Share">Share of members.</param>
public sealed record ScoreBar(string Label, string Band, double Length, string Share);
