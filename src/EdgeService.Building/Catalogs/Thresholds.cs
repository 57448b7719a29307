using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;

namespace EdgeService.Building.Catalogs;

/// <summary>Reads score thresholds: only those of the published steps exist.</summary>
internal static class Thresholds
{
    internal static ScoreStep Read(int score, string path, List<CatalogFault> faults)
    {
        if (score is >= 350 and <= 950 && score % 50 == 0)
        {
            return ScoreStep.OfScore(score);
        }

        faults.Add(new CatalogFault(path, $"{score} is not a published threshold: 350 to 950 in steps of 50"));
        return new ScoreStep(ScoreStep.MaxIndex);
    }
}
