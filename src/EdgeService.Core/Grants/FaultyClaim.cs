using System.Collections.Immutable;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>What a terminal's journal said was done. Numbers are stored: never reuse one.</summary>
public enum JournalledAct
{
    /// <summary>It did not say.</summary>
    Unknown = 0,

    /// <summary>A token was accepted.</summary>
    AcceptedToken = 1,

    /// <summary>Something was lent without a token.</summary>
    Lending = 2,

    /// <summary>Something came back.</summary>
    Comeback = 3,
}

/// <summary>How a faulty claim ended. Numbers are stored: never reuse one.</summary>
public enum FaultyClaimResolution
{
    /// <summary>It waits for a person.</summary>
    Open = 0,

    /// <summary>A person recorded by other means what had happened.</summary>
    Recorded = 1,

    /// <summary>A person found that nothing comes of it.</summary>
    Dismissed = 2,

    /// <summary>It was uploaded again and could then be settled.</summary>
    SettledSince = 3,
}

/// <summary>How a faulty claim was decided.</summary>
/// <param name="Resolution">How.</param>
/// <param name="At">When.</param>
/// <param name="Actor">By whom.</param>
/// <param name="Reason">Why, without personal data.</param>
public sealed record FaultyClaimDecision(FaultyClaimResolution Resolution, DateTimeOffset At, Actor Actor, string Reason);

/// <summary>
/// A claim of a terminal's journal that cannot be settled as it is: who reported it, what it said, and why it cannot. What named the member or
/// could be presented again, such as a code or a token's text, is not part of it.
/// </summary>
public sealed record FaultyClaim
{
    /// <summary>No more is taken on of a terminal while so many of its claims wait for a person.</summary>
    public const int MostWaiting = 10_000;

    /// <summary>Hash of the terminal, the number and the claim as it was sent: the same claim sent again is this one.</summary>
    public required UInt128 Id { get; init; }

    /// <summary>The terminal's whole name, such as its URN.</summary>
    public required string Terminal { get; init; }

    /// <summary>The terminal's partner.</summary>
    public required string PartnerId { get; init; }

    /// <summary>Its number in the terminal's journal, as sent.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The id that it was journalled under; null where it had none.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>What it says was done.</summary>
    public JournalledAct Act { get; init; }

    /// <summary>When, by the terminal's clock; null where it does not say.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The perk; empty where it is not known.</summary>
    public string PerkId { get; init; } = "";

    /// <summary>Units; 0 where it does not say.</summary>
    public int Units { get; init; }

    /// <summary>What was lent or came back.</summary>
    public ImmutableArray<string> Items { get; init; } = [];

    /// <summary>Whether the thing is said to be surely out.</summary>
    public bool HandedOver { get; init; }

    /// <summary>Whom it concerns; null where that could not be told.</summary>
    public MemberKey? Member { get; init; }

    /// <summary>The token, where it is genuine.</summary>
    public TokenId? Token { get; init; }

    /// <summary>Why the token does not verify; <see cref="TokenFault.None"/> where something else is wrong.</summary>
    public TokenFault Verdict { get; init; }

    /// <summary>Number of the fault's reason, as callers are told it; 0 where the token does not verify.</summary>
    public int Fault { get; init; }

    /// <summary>What is wrong, in words.</summary>
    public string Message { get; init; } = "";

    /// <summary>How it was decided; null while it waits for a person.</summary>
    public FaultyClaimDecision? Decision { get; init; }
}

/// <summary>Which faulty claim a decision wants to see.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Terminal">The terminal whose waiting claims are to be counted, since this one is to join them; null counts none.</param>
public readonly record struct FaultyClaimKey(UInt128 Id, string? Terminal);

/// <summary>What is known of a faulty claim and its like.</summary>
/// <param name="Claim">The claim; null when it is not kept.</param>
/// <param name="Waiting">How many of the terminal's wait for a person; counted up to <see cref="FaultyClaim.MostWaiting"/>.</param>
public readonly record struct FaultyClaimSight(FaultyClaim? Claim, int Waiting);
