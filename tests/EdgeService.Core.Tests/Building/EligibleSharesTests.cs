using EdgeService.Building.Catalogs;
using EdgeService.Building.Snapshots;
using EdgeService.Building.Snapshots.Counting;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tests.Catalogs;
using EdgeService.Core.Tests.Snapshots;

namespace EdgeService.Core.Tests.Building;

public class EligibleSharesTests
{
    private static readonly DateTimeOffset At = SampleMembers.Heading.AsOf;

    [Fact]
    public void Share_is_that_of_the_members_whom_the_rule_lets_pass()
    {
        var catalog = CatalogReading.Read(ShippedCatalog.Json).Catalog!;
        var sample = SampleMembers.Draw(4_000, seed: 4);
        var shares = new EligibleShares(catalog, At);

        var statistics = SnapshotStatistics.Of(new PinnedSnapshot(sample.BuildBytes(null)).Open(), At, also: shares.Take);

        // bike.deposit-free asks for 650, consent to mobility at citybike, and that neither the court nor a sector lists the member.
        var expected = sample.Model.Values.LongCount(standing =>
            standing.Score >= ScoreStep.OfScore(650)
            && standing.Consents.Contains(new(Scene.Mobility, "citybike"))
            && !standing.CourtListed
            && !standing.Bans.Any(ban => ban.Scope == BanScope.All && ban.InForceAt(At)));
        Assert.Equal(expected, shares.Shares.Single(share => share is { PerkId: "bike.deposit-free", PartnerId: "citybike" }).Members);
        Assert.InRange(expected, 50, 3_950);
        Assert.Equal(
            sample.Model.Values.LongCount(standing => standing.Bans.Any(ban => ban.Sector == Sector.Railway && ban.InForceAt(At))),
            statistics.BannedBySector.GetValueOrDefault(Sector.Railway));
    }
}
