using EdgeService.Core.Scoring;

namespace EdgeService.Core.Perks;

/// <summary>Finds the score thresholds that a rule tree names.</summary>
public static class RuleThresholds
{
    /// <summary>Distinct thresholds, rising.</summary>
    public static ScoreStep[] Of(Rule rule)
    {
        var found = new SortedSet<ScoreStep>();
        Collect(rule, found);
        return [.. found];
    }

    private static void Collect(Rule rule, SortedSet<ScoreStep> found)
    {
        switch (rule)
        {
            case ScoreAtLeast score:
                found.Add(score.Step);
                break;
            case AllOf all:
                Array.ForEach(all.Parts, part => Collect(part, found));
                break;
            case AnyOf any:
                Array.ForEach(any.Parts, part => Collect(part, found));
                break;
            case Not not:
                Collect(not.Part, found);
                break;
        }
    }
}
