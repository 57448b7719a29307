using System.Collections.Immutable;
using EdgeService.Core.Perks;

namespace EdgeService.Flow;

/// <summary>One question as a terminal or an app asks it, well formed but not yet looked up.</summary>
public readonly record struct PerkQuestion()
{
    public required MemberRef Member { get; init; }

    public required string PerkId { get; init; }

    /// <summary>Units asked for, 1–100.</summary>
    public int Units { get; init; } = 1;

    /// <summary>Amount asked for; null when none was named.</summary>
    public Money? Amount { get; init; }

    /// <summary>The deposit that the member paid instead of having it waived; null when none was.</summary>
    public DepositPaid? Deposit { get; init; }

    public ImmutableArray<string> Items { get; init; } = [];

    public ImmutableArray<NamedValue> Attributes { get; init; } = [];

    /// <summary>When the member was there, for what a terminal reports later; null means now.</summary>
    public DateTimeOffset? ScannedAt { get; init; }

    /// <summary>Path of the question in the request, for faults; empty or ending in a dot.</summary>
    public string Path { get; init; } = "";
}

/// <summary>A deposit that was paid.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Reference">Reference of the payment.</param>
public readonly record struct DepositPaid(Money Amount, string Reference);
