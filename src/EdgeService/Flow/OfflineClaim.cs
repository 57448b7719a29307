using System.Collections.Immutable;
using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Ledger;

namespace EdgeService.Flow;

/// <summary>What a terminal did while it was cut off from the edge, well formed.</summary>
/// <param name="Sequence">Its number in the terminal's journal.</param>
/// <param name="RequestId">The id it was journalled under.</param>
/// <param name="At">When, by the terminal's clock.</param>
public abstract record OfflineClaim(long Sequence, Guid RequestId, DateTimeOffset At);

/// <summary>Where in a terminal's journal something stood.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Claim">By which it is known should it be faulty, or have been.</param>
public readonly record struct JournalPlace(long Sequence, UInt128 Claim)
{
    public FaultyClaimKey Key => new(Claim, null);

    public ClaimMark MarkOf(string terminal) => new(terminal, Sequence);
}

/// <summary>A token was accepted.</summary>
public sealed record AcceptedToken(
    long Sequence, Guid RequestId, DateTimeOffset At, string Text, ImmutableArray<string> Items, ImmutableArray<NamedValue> Attributes, bool HandedOver)
    : OfflineClaim(Sequence, RequestId, At);

/// <summary>Something was lent without a token.</summary>
public sealed record OfflineLending(long Sequence, Guid RequestId, DateTimeOffset At, PerkQuestion Question, bool HandedOver)
    : OfflineClaim(Sequence, RequestId, At);

/// <summary>Something came back. A receipt says by itself what.</summary>
public sealed record OfflineReturn(long Sequence, Guid RequestId, DateTimeOffset At, string ItemRef, string ReceiptText)
    : OfflineClaim(Sequence, RequestId, At);

/// <summary>What became of a claim.</summary>
public sealed record ClaimSight(long Sequence, ClaimResult Result)
{
    /// <summary>The grant; null where none was made.</summary>
    public GrantSight? Grant { get; init; }

    /// <summary>Why the token does not verify.</summary>
    public TokenFault Token { get; init; }

    /// <summary>What is wrong with it; null where it is settled, or its token does not verify.</summary>
    public EdgeFault? Fault { get; init; }

    /// <summary>By what operators know it; empty where it is settled.</summary>
    public string ClaimId { get; init; } = "";
}
