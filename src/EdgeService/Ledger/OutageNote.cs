using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Ledger;

/// <summary>What this edge answered while the ledger was out of reach, to be told to the ledger when it is back.</summary>
public abstract record OutageAnswered
{
    /// <summary>The call that was answered so: it is told under this very request, so that it counts once whatever became of an earlier attempt.</summary>
    public required LedgerRequest Request { get; init; }

    /// <summary>Whose record.</summary>
    public required MemberKey Member { get; init; }

    /// <summary>When it was answered, by this edge's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The reply that was given, byte for byte.</summary>
    public required byte[] Reply { get; init; }
}

/// <summary>An answer by which nothing was granted: kept for repetitions of its request.</summary>
public sealed record OutageRefusal : OutageAnswered;

/// <summary>What this edge granted provisionally while the ledger was out of reach: all that is needed to claim it when the ledger is back.</summary>
public sealed record OutageNote : OutageAnswered
{
    public required GrantTerms Terms { get; init; }

    /// <summary>The terminal that asked.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The token that was redeemed; null when there was none.</summary>
    public TokenId? Token { get; init; }

    /// <summary>The token's expiry; meaningless without one.</summary>
    public DateTimeOffset Expires { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Whether the member gets only one such note in an outage.</summary>
    public bool CountsOnce { get; init; }
}

/// <summary>What became of noting.</summary>
public enum OutageResult
{
    /// <summary>It is on disk.</summary>
    Noted = 1,

    /// <summary>The same request was noted before: its reply stands.</summary>
    Repeated = 2,

    /// <summary>The request id was used for another request.</summary>
    Conflict = 3,

    /// <summary>The member has had the one note of this outage.</summary>
    AllowanceUsed = 4,

    /// <summary>An item is out under another note of this outage.</summary>
    ItemTaken = 5,

    /// <summary>The token was accepted under another note of this outage.</summary>
    TokenUsed = 6,
}

/// <summary>What became of noting.</summary>
/// <param name="Result">The result.</param>
/// <param name="Note">What answers, or stands in the way; null where it is only counted.</param>
public sealed record OutageAnswer(OutageResult Result, OutageAnswered? Note);
