using System.Collections.Immutable;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tokens;

namespace EdgeService.Flow;

/// <summary>A question looked up: everything a decision needs but the ledger's word, gathered once and decided on as often as need be.</summary>
public readonly record struct Matter()
{
    public required MemberKey Member { get; init; }

    public required Standing? Standing { get; init; }

    public required Perk Perk { get; init; }

    public required Venue Venue { get; init; }

    /// <summary>Who asks, as the decision id tells the member: <c>partner:venue:terminal</c>, or the app's name.</summary>
    public required string Asker { get; init; }

    public int Units { get; init; } = 1;

    /// <summary>The amount named; null when none was.</summary>
    public Money? Amount { get; init; }

    /// <summary>The deposit that the member paid instead of having it waived; null when none was.</summary>
    public DepositPaid? Deposit { get; init; }

    public ImmutableArray<NamedValue> Attributes { get; init; } = [];

    /// <summary>The journey asked about; null where the perk counts none or none was named.</summary>
    public JourneyDigest? Journey { get; init; }

    public MemberOccasion Occasion { get; init; }

    /// <summary>How much of the perk the record says is used.</summary>
    /// <param name="record">The member's record.</param>
    /// <param name="now">The moment.</param>
    /// <param name="token">The token being issued or redeemed: what is reserved for it does not stand in its own way. Null without one.</param>
    public Usage UsageIn(MemberRecord record, DateTimeOffset now, TokenId? token = null) =>
        record.UsageOf(Perk.Code, Venue.Partner.Id, Perk.Limits.MaxPerPeriod is null ? null : Perk.Limits.Period, Journey, now, token);
}

/// <summary>Where the member acts.</summary>
[Flags]
public enum MemberOccasion
{
    /// <summary>At a terminal, which asks.</summary>
    AtTerminal = 0,

    /// <summary>The member acts in the member's own app, or brings a token: that is consent for this occasion.</summary>
    MemberActs = 1,

    /// <summary>Facts that only the gate can know are asked for there.</summary>
    BeforeTheGate = 2,
}
