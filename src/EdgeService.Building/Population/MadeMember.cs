using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Population;

/// <summary>One member who does not exist. The choices are indexes into the lists of <see cref="PopulationChoices"/>, 0 for none.</summary>
public readonly record struct MadeMember(
    Dimensions Dimensions, Tier Tier, bool PaymentLineOpen, bool CourtListed, bool Enrolled, int ConsentChoice, int BanChoice)
{
    public int Score => ScoreFormula.ScoreOf(Dimensions);

    /// <summary>The member of a number, alone: any part of a population can be made without the rest.</summary>
    public static MadeMember Draw(ulong seed, long number, PopulationChoices choices)
    {
        var draws = new Draws(seed, (ulong)number);
        var dimensions = DrawDimensions(ref draws);
        var score = ScoreFormula.ScoreOf(dimensions);
        return new MadeMember(
            dimensions,
            DrawTier(ref draws, score),
            PaymentLineOpen: draws.InThousand(score < 550 ? 600 : 880),
            CourtListed: draws.InThousand(score < 550 ? 15 : 3),
            Enrolled: !draws.InThousand(50),
            ConsentChoice: draws.InThousand(80) ? 0 : SmallerOfTwo(ref draws, choices.ConsentSets.Count),
            BanChoice: draws.InThousand(4) ? draws.Below(choices.Bans.Count) : 0);
    }

    /// <summary>Dimensions of one person lie near each other; one in twelve has no history at all.</summary>
    private static Dimensions DrawDimensions(ref Draws draws)
    {
        if (draws.Below(12) == 0)
        {
            return Dimensions.NoHistory;
        }

        var person = draws.Below(41) + draws.Below(41) + draws.Below(21);
        return new Dimensions(
            DrawDimension(ref draws, person, 6, unknown: 20),
            DrawDimension(ref draws, person, 0, unknown: 20),
            DrawDimension(ref draws, person, -3, unknown: 20),
            DrawDimension(ref draws, person, 3, unknown: 20),
            DrawDimension(ref draws, person, 0, unknown: 400));
    }

    private static int? DrawDimension(ref Draws draws, int person, int shift, int unknown)
    {
        var own = draws.Below(61) - 30;
        return draws.InThousand(unknown) ? null : Math.Clamp(person + shift + own, Dimensions.Lowest, Dimensions.Highest);
    }

    private static Tier DrawTier(ref Draws draws, int score)
    {
        var luck = draws.Below(1000) + ((score - 650) / 2);
        return luck switch
        {
            > 980 => Tier.Platinum,
            > 880 => Tier.Gold,
            > 650 => Tier.Silver,
            _ => Tier.Basic,
        };
    }

    /// <summary>Favours the first choices, so that some consent sets are common and most are rare.</summary>
    private static int SmallerOfTwo(ref Draws draws, int count) => Math.Min(draws.Below(count), draws.Below(count));
}
