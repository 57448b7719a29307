using System.Collections.Immutable;
using EdgeService.Core.Perks;

namespace EdgeService.Core.Grants;

/// <summary>
/// What a grant was given on, fixed when it is given: a later catalog changes nothing about it. Durations count in milliseconds;
/// finer parts are dropped when stored.
/// </summary>
public sealed record GrantTerms
{
    /// <summary>Numeric code of the perk, ≥ 1.</summary>
    public required int PerkCode { get; init; }

    /// <summary>Id of the perk, such as <c>bike.deposit-free</c>.</summary>
    public required string PerkId { get; init; }

    /// <summary>Partner who grants.</summary>
    public required string PartnerId { get; init; }

    /// <summary>Venue it is granted at.</summary>
    public required string VenueId { get; init; }

    /// <summary>Terminal it is granted at.</summary>
    public required string TerminalId { get; init; }

    /// <summary>Units granted, ≥ 1.</summary>
    public int Units { get; init; } = 1;

    /// <summary>The partner's numbers of what is lent, distinct, no more than <see cref="Units"/>; empty for visits and credit.</summary>
    public ImmutableArray<string> Items { get; init; } = [];

    /// <summary>Whether it opens and waits for a confirmed handover. Otherwise it is active at once.</summary>
    public bool NeedsHandover { get; init; }

    /// <summary>Whether a deposit was waived for it.</summary>
    public bool DepositWaived { get; init; }

    /// <summary>Due back this long after the handover; null when nothing is due.</summary>
    public TimeSpan? DueAfter { get; init; }

    /// <summary>Ends by itself this long after the start, as visits do; null when it does not.</summary>
    public TimeSpan? SelfCloseAfter { get; init; }

    /// <summary>Counts toward the perk's limit per period for this long after its start; null when there is none.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>The journey it belongs to, where a perk is given once per journey.</summary>
    public JourneyDigest? Journey { get; init; }

    /// <summary>What sort of grant it is.</summary>
    public PerkKind Kind { get; init; } = PerkKind.Rental;

    /// <summary>The deposit that was waived or paid, and the most that a loss may cost; null where none is asked or its amount is not known.</summary>
    public Money? Deposit { get; init; }

    /// <summary>Reference of the deposit's payment where the member paid it instead of having it waived; null otherwise.</summary>
    public string? DepositReference { get; init; }

    /// <summary>The partner may declare it lost this long after it was due; null at any time.</summary>
    public TimeSpan? LostAfter { get; init; }

    /// <summary>How its due time may be moved; null when it may not.</summary>
    public ExtensionRule? Extension { get; init; }

    /// <summary>What is owed must be paid this long after the end; null for <see cref="Grant.PayWithin"/>.</summary>
    public TimeSpan? PayWithin { get; init; }

    /// <summary>The credit line's limit; null unless it is one.</summary>
    public Money? CreditLimit { get; init; }

    /// <summary>Whether the member paid the deposit.</summary>
    public bool DepositPaid => DepositReference is not null;
}
