using System.Collections.Immutable;
using EdgeService.Core.Grants;

namespace EdgeService.Ledger;

/// <summary>Which faulty claims are wanted, the oldest first; what is null lets everything through.</summary>
public sealed record FaultyClaimFilter
{
    public string? PartnerId { get; init; }

    /// <summary>The terminal's whole name.</summary>
    public string? Terminal { get; init; }

    /// <summary>Only those that wait for a person.</summary>
    public bool OpenOnly { get; init; }
}

/// <summary>Where a page of faulty claims ended.</summary>
/// <param name="At">When the last one arrived, in milliseconds since 1970.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Id">Its id.</param>
public readonly record struct FaultyClaimCursor(long At, long Sequence, UInt128 Id);

/// <summary>A page of faulty claims.</summary>
/// <param name="Claims">The oldest first.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
public sealed record FaultyClaimPage(ImmutableArray<FaultyClaim> Claims, FaultyClaimCursor? Next);
