using System.ComponentModel.DataAnnotations;

namespace EdgeService.Flow;

/// <summary>How much a partner may ask about one member.</summary>
public sealed record ProbingOptions
{
    public const string Section = "Edge:Probing";

    /// <summary>Distinct perks that terminals of one partner may ask about for one member in a day of UTC, 1 to 64. Asking again about one of them is free.</summary>
    [Range(1, 64)]
    public int PerksPerDay { get; set; } = 8;

    /// <summary>From how many distinct score thresholds asked about one member in a day on the meter counts a ladder, 2 to 13.</summary>
    [Range(2, 13)]
    public int LadderSteps { get; set; } = 3;

    /// <summary>How many pairs of partner and member are remembered, 1,000 to 100,000,000. Each takes about 430 bytes, until midnight (UTC). A partner has a quarter of them: asking about more people is refused.</summary>
    [Range(1_000, 100_000_000)]
    public int MaxPairs { get; set; } = 1_000_000;
}
