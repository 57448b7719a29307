using EdgeService.Core.Members;

namespace EdgeService.Core.Tokens;

/// <summary>What a decision id holds. Enumerations are passed as their numbers, so that old ids can be opened by later versions.</summary>
public readonly record struct SealedDecision
{
    /// <summary>Value of <see cref="NextScoreStep"/> when no score would change the answer.</summary>
    public const byte NoNextScoreStep = 255;

    /// <summary>When it was decided, to the second.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    public required ushort PerkCode { get; init; }

    /// <summary>Of the member asked for; also when no such member is enrolled.</summary>
    public required MemberKey Member { get; init; }

    /// <summary>Who asked, such as <c>citybike:central-park:dock-1</c>; at most 255 bytes.</summary>
    public required string Terminal { get; init; }

    public required long SnapshotRevision { get; init; }

    public required long CatalogRevision { get; init; }

    /// <summary>As-of time of the basis, to the second.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required byte Outcome { get; init; }

    public required byte CoarseCode { get; init; }

    public required byte PrincipalReason { get; init; }

    /// <summary>All failing rules: bit n for reason n.</summary>
    public required uint ReasonMask { get; init; }

    /// <summary>Index of the next score step that would change the answer, or <see cref="NoNextScoreStep"/>.</summary>
    public required byte NextScoreStep { get; init; }
}
