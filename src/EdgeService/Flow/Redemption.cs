using System.Collections.Immutable;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;

namespace EdgeService.Flow;

/// <summary>What became of a redemption.</summary>
public enum RedemptionResult
{
    Redeemed = 1,
    AlreadyRedeemed = 2,
    Refused = 3,
    Referred = 4,
    InvalidToken = 5,
    ItemTaken = 6,
    Provisional = 7,
}

/// <summary>A wish to redeem, well formed.</summary>
public sealed record RedeemRequest(Guid RequestId, string TokenText, ImmutableArray<string> Items, ImmutableArray<NamedValue> Attributes);

/// <summary>What became of a redemption, and what the gate may know of it.</summary>
public sealed record Redemption(RedemptionResult Result)
{
    /// <summary>Why the token does not verify; none unless it does not.</summary>
    public TokenFault Fault { get; init; }

    public GrantSight? Grant { get; init; }

    /// <summary>What was noted while the ledger was out of reach; null unless it was.</summary>
    public NoteSight? Note { get; init; }

    /// <summary>The decision on current standing, where one was taken.</summary>
    public Decided? Decided { get; init; }

    /// <summary>When the token was first redeemed.</summary>
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>What the member stated in the member's app, for perks that ask each time; empty unless redeemed.</summary>
    public ImmutableArray<NamedValue> Stated { get; init; } = [];

    /// <summary>The partner's stable name for the member; empty for a token that does not verify.</summary>
    public string Pseudonym { get; init; } = "";
}
