using System.Collections.Immutable;
using EdgeService.Core.Perks;

namespace EdgeService.Core.Grants;

/// <summary>What was asked for, beyond the perk and the place: goes into the terms as it is.</summary>
/// <param name="Units">Units, at least 1.</param>
/// <param name="Items">What is lent, distinct.</param>
/// <param name="Journey">The journey, where the perk is given once per journey.</param>
/// <param name="Amount">The amount named: where the venue sets the deposit, that deposit. Null when none was named.</param>
/// <param name="CreditLimit">The credit line's limit at the member's score, as decided.</param>
/// <param name="DepositReference">Reference of the deposit's payment, if the member paid it; null when it is waived.</param>
public readonly record struct Wanted(int Units, ImmutableArray<string> Items, JourneyDigest? Journey, Money? Amount, Money? CreditLimit, string? DepositReference);

/// <summary>The terms that a perk is granted on at a terminal.</summary>
public static class TermsOf
{
    public static GrantTerms Perk(Perk perk, Terminal terminal, in Wanted wanted) => new()
    {
        PerkCode = perk.Code,
        PerkId = perk.Id,
        PartnerId = terminal.Venue.Partner.Id,
        VenueId = terminal.Venue.Id,
        TerminalId = terminal.Id,
        Units = wanted.Units,
        Items = wanted.Items,
        NeedsHandover = perk.HandoverRequired,
        DepositWaived = perk.Benefit.DepositWaived is not null && wanted.DepositReference is null,
        DueAfter = perk.DueAfter,
        SelfCloseAfter = perk.ClosesAfter,
        Period = perk.Limits.MaxPerPeriod is null ? null : perk.Limits.Period,
        Journey = wanted.Journey,
        Kind = perk.Kind,
        Deposit = DepositOf(perk, wanted),
        DepositReference = wanted.DepositReference,
        LostAfter = perk.LostAfter,
        Extension = perk.Extension,
        PayWithin = perk.Benefit.PayLaterDays > 0 ? TimeSpan.FromDays(perk.Benefit.PayLaterDays) : null,
        CreditLimit = perk.Kind == PerkKind.CreditLine ? wanted.CreditLimit : null,
    };

    /// <summary>The perk's deposit for every unit; where the venue sets it, what was named.</summary>
    private static Money? DepositOf(Perk perk, in Wanted wanted) => perk.Benefit.DepositWaived switch
    {
        { MinorUnits: > 0 } deposit => deposit with { MinorUnits = deposit.MinorUnits * wanted.Units },
        { } => wanted.Amount is { MinorUnits: > 0 } asked ? asked : null,
        null => null,
    };
}
