using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Eligibility;

/// <summary>What the ledger says of a member, as far as it can be asked.</summary>
/// <param name="Reachable">Whether the ledger answered; without it limits are not looked at.</param>
/// <param name="Usage">The member's use of the perk; meaningless when out of reach.</param>
/// <param name="OutageAllowanceUsed">Whether the member already has a provisional grant of this outage.</param>
public readonly record struct LedgerView(bool Reachable, Usage Usage, bool OutageAllowanceUsed)
{
    public static LedgerView OutOfReach { get; } = new(false, Usage.None, false);

    public static LedgerView Of(Usage usage) => new(true, usage, false);
}

/// <summary>
/// All that a decision depends on. It lives on the stack for the length of one call. Whether the attributes are declared, the units
/// positive and the way of naming the member allowed is checked before, as faults of the caller.
/// </summary>
public readonly ref struct Inquiry
{
    public Inquiry()
    {
    }

    public required Perk Perk { get; init; }

    /// <summary>Where the terminal (or gate group) stands that asks.</summary>
    public required Venue Venue { get; init; }

    /// <summary>Null for whoever is unknown or not enrolled.</summary>
    public required Standing? Standing { get; init; }

    public required LedgerView Ledger { get; init; }

    /// <summary>Age of the snapshot basis; never negative.</summary>
    public required TimeSpan Age { get; init; }

    public required DateTimeOffset Now { get; init; }

    public ReadOnlySpan<NamedValue> Attributes { get; init; }

    /// <summary>Units asked for, at least 1.</summary>
    public int Units { get; init; } = 1;

    /// <summary>Amount asked for in minor units of the benefit's currency; 0 when none was named. Only credit limits look at it.</summary>
    public long Amount { get; init; }

    /// <summary>
    /// A deposit that the member has paid; null when none was. Where the venue takes it instead of the perk, and it is enough, standing and
    /// consent do not count: the offer, attributes and limits do.
    /// </summary>
    public Money? DepositPaid { get; init; }

    /// <summary>Whether the member asks in the member's own app, or a token issued there is redeemed: consent for this occasion.</summary>
    public bool MemberActs { get; init; }

    /// <summary>Whether attributes that are missing will be asked for at the gate, which decides again: until then they count as there.</summary>
    public bool BeforeTheGate { get; init; }
}
