using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Eligibility;

/// <summary>Standings for tests.</summary>
internal static class Members
{
    internal static DateTimeOffset Now { get; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An ordinary member with consent for every scene of the partner.</summary>
    internal static Standing At(int score, Partner partner) => new(
        ScoreStep.OfScore(score),
        Tier.Basic,
        CourtListed: false,
        PaymentLineOpen: false,
        new ConsentSet(Enum.GetValues<Scene>().Select(scene => new Contract(scene, partner.Id))),
        [],
        []);
}
