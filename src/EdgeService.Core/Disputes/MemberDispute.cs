using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Disputes;

/// <summary>What a member contests. Numbers are stored: never reuse one.</summary>
public enum DisputeKind
{
    /// <summary>One decision.</summary>
    Decision = 1,

    /// <summary>A sector's ban.</summary>
    Ban = 2,

    /// <summary>The court's listing.</summary>
    CourtListing = 3,

    /// <summary>Everything that the programme says of the member.</summary>
    Standing = 4,
}

/// <summary>What exactly is contested.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Ban">Which bans; null unless they are contested.</param>
/// <param name="DecisionId">Which decision; empty unless one is contested.</param>
/// <param name="PartnerId">Whose terminal asked; empty unless a decision is contested that one asked for.</param>
public sealed record DisputeSubject(DisputeKind Kind, BanName? Ban, ReadOnlyMemory<byte> DecisionId, string PartnerId)
{
    public static DisputeSubject OfStanding { get; } = new(DisputeKind.Standing, null, default, "");

    public static DisputeSubject OfCourtListing { get; } = new(DisputeKind.CourtListing, null, default, "");

    public static DisputeSubject OfBan(BanName ban) => new(DisputeKind.Ban, ban, default, "");

    public static DisputeSubject OfDecision(ReadOnlyMemory<byte> id, string partnerId) => new(DisputeKind.Decision, null, id, partnerId);

    /// <summary>Whether both contest the same thing.</summary>
    public bool IsSameAs(DisputeSubject other) => Kind == other.Kind && Ban == other.Ban && DecisionId.Span.SequenceEqual(other.DecisionId.Span);
}

/// <summary>How a person decided.</summary>
/// <param name="Upheld">Whether for the member.</param>
/// <param name="Reason">Why, in words for the member.</param>
/// <param name="Actor">Who decided.</param>
/// <param name="At">When.</param>
/// <param name="Lifted">Whether the listing was lifted for it.</param>
public sealed record DisputeResolution(bool Upheld, string Reason, string Actor, DateTimeOffset At, bool Lifted);

/// <summary>One thing that a member contests, until a person has decided, and after.</summary>
public sealed record MemberDispute
{
    /// <summary>At least 1; no other dispute or act of the deployment has it.</summary>
    public required long Number { get; init; }

    /// <summary>Whose it is. A tag and not a key, since what is decided changes the member in every later snapshot too.</summary>
    public required MemberTag Member { get; init; }

    public required DisputeSubject Subject { get; init; }

    /// <summary>What the member says.</summary>
    public required string Statement { get; init; }

    /// <summary>In which language the member is answered.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>By when a person must have decided.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>How it was decided; null while it is open.</summary>
    public DisputeResolution? Resolution { get; init; }

    public DisputeState State => Resolution switch
    {
        null => DisputeState.Open,
        { Upheld: true } => DisputeState.Upheld,
        _ => DisputeState.Rejected,
    };

    public bool IsOverdueAt(DateTimeOffset now) => Resolution is null && now >= Deadline;
}
