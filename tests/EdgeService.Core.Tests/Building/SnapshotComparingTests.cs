using EdgeService.Building.Snapshots.Counting;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tests.Snapshots;

namespace EdgeService.Core.Tests.Building;

/// <summary>Snapshots compared, against the same comparison of two dictionaries.</summary>
public class SnapshotComparingTests
{
    [Theory]
    [InlineData(0, 50)]
    [InlineData(900, 0)]
    [InlineData(3_000, 3_000)]
    [InlineData(700, 6_000)]
    public void Difference_agrees_with_that_of_two_dictionaries(int before, int after)
    {
        var (old, young) = TwoGenerations(before, after);

        var difference = Compare(old, young);

        var both = old.Model.Keys.Where(young.Model.ContainsKey).Select(key => (Before: old.Model[key], After: young.Model[key])).ToArray();
        long Count(Func<Standing, Standing, bool> differs) => both.LongCount(pair => differs(pair.Before, pair.After));
        Assert.Equal(young.Model.Count - both.Length, difference.Entered);
        Assert.Equal(old.Model.Count - both.Length, difference.Left);
        Assert.Equal(Count((b, a) => a.Score > b.Score), difference.ScoreUp);
        Assert.Equal(Count((b, a) => a.Score < b.Score), difference.ScoreDown);
        Assert.Equal(Count((b, a) => a.Tier > b.Tier), difference.TierUp);
        Assert.Equal(Count((b, a) => a.Tier < b.Tier), difference.TierDown);
        Assert.Equal(Count((b, a) => a.CourtListed && !b.CourtListed), difference.CourtPut);
        Assert.Equal(Count((b, a) => !a.CourtListed && b.CourtListed), difference.CourtLifted);
        Assert.Equal(Count((b, a) => a.PaymentLineOpen && !b.PaymentLineOpen), difference.PaymentLineOpened);
        Assert.Equal(Count((b, a) => !a.PaymentLineOpen && b.PaymentLineOpen), difference.PaymentLineClosed);
        Assert.Equal(Count((b, a) => !SetOf(a).SetEquals(SetOf(b))), difference.ConsentsChanged);
        Assert.Equal(Count((b, a) => !a.Bans.SequenceEqual(b.Bans)), difference.BansChanged);
        Assert.Equal(Count(Differ), difference.Changed);
        Assert.Equal(both.Length - Count(Differ), difference.Same);
        Assert.Equal(Count((b, a) => a.Score.Band != b.Score.Band), difference.BandMoves.Values.Sum());
        foreach (var contract in both.SelectMany(pair => pair.After.Consents.Contracts).Distinct())
        {
            Assert.Equal(Count((b, a) => a.Consents.Contains(contract) && !b.Consents.Contains(contract)), difference.Given.GetValueOrDefault(contract));
            Assert.Equal(Count((b, a) => !a.Consents.Contains(contract) && b.Consents.Contains(contract)), difference.Withdrawn.GetValueOrDefault(contract));
        }
    }

    [Fact]
    public void Snapshot_does_not_differ_from_itself()
    {
        var sample = SampleMembers.Draw(2_000, seed: 8);

        var difference = Compare(sample, sample);

        Assert.Equal((2_000L, 0L, 0L, 0L), (difference.Same, difference.Changed, difference.Entered, difference.Left));
        Assert.Empty(difference.StepMoves);
        Assert.Empty(difference.Given);
    }

    private static SnapshotDifference Compare(SampleMembers old, SampleMembers young) => SnapshotComparing.Compare(
        new PinnedSnapshot(old.BuildBytes(null)).Open(), new PinnedSnapshot(young.BuildBytes(null)).Open());

    /// <summary>
    /// About half of the earlier members stay, a third of these with another standing; numbers, so also directories, may differ much.
    /// </summary>
    private static (SampleMembers Old, SampleMembers Young) TwoGenerations(int before, int after)
    {
        var old = SampleMembers.Draw(before, seed: before + 1);
        var young = SampleMembers.Draw(after, seed: before + after + 2);
        var others = young.Model.Values.ToArray();
        foreach (var (place, (key, standing)) in old.Model.Take(Math.Min(before, after) / 2).Index())
        {
            young.Add(key, place % 3 == 0 ? others[place] : standing);
        }

        return (old, young);
    }

    private static HashSet<Contract> SetOf(Standing standing) => [.. standing.Consents.Contracts];

    private static bool Differ(Standing before, Standing after) =>
        (before.Score, before.Tier, before.CourtListed, before.PaymentLineOpen) != (after.Score, after.Tier, after.CourtListed, after.PaymentLineOpen)
        || !SetOf(before).SetEquals(SetOf(after))
        || !before.Bans.SequenceEqual(after.Bans);
}
