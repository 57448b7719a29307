namespace EdgeService.Core.Scoring;

/// <summary>
/// The five inputs of a score and nothing else: whole numbers from 0 to 100, null where nothing is known.
/// An unknown dimension counts 125/3, so that a member without any history starts at 600.
/// </summary>
/// <param name="CreditHistory">35 % of the score.</param>
/// <param name="Capacity">Capacity to fulfil: 25 %.</param>
/// <param name="UsePreference">Use and preference: 20 %.</param>
/// <param name="Personal">Personal characteristics: 15 %.</param>
/// <param name="ContactNetwork">Contact network: 5 %.</param>
public readonly record struct Dimensions(int? CreditHistory, int? Capacity, int? UsePreference, int? Personal, int? ContactNetwork)
{
    public const int Lowest = 0;
    public const int Highest = 100;

    /// <summary>Nothing known: scores 600.</summary>
    public static Dimensions NoHistory { get; }
}
