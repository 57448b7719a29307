namespace EdgeService.Core.Eligibility;

/// <summary>How much of one perk a member uses, as limits see it. Computed from the member's ledger record for one perk, partner and journey.</summary>
/// <param name="Active">Units open or active now, everywhere.</param>
/// <param name="ActiveHere">Of those, units granted by the asking partner.</param>
/// <param name="InPeriod">Units granted within the perk's period, everywhere.</param>
/// <param name="InPeriodHere">Of those, units granted by the asking partner.</param>
/// <param name="JourneyUsed">Whether this journey's ticket has already been used for the perk.</param>
public readonly record struct Usage(int Active, int ActiveHere, int InPeriod, int InPeriodHere, bool JourneyUsed)
{
    public static Usage None { get; }
}
