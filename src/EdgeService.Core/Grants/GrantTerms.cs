using System.Collections.Immutable;

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
}
