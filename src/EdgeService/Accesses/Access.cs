using EdgeService.Core.Members;

namespace EdgeService.Accesses;

/// <summary>That somebody asked about a member. Everything else is in the sealed decision id, which only the service opens.</summary>
/// <param name="Member">Whom it was about.</param>
/// <param name="At">When, in milliseconds since 1970.</param>
/// <param name="DecisionId">The sealed decision id.</param>
public readonly record struct Access(MemberKey Member, long At, ReadOnlyMemory<byte> DecisionId);

/// <summary>A place in the list of one member's accesses: the next page has what is older, or as old and further down.</summary>
/// <param name="At">When the last access of the page was, in milliseconds since 1970.</param>
/// <param name="Skip">How many of that very millisecond the pages so far have shown.</param>
public readonly record struct AccessCursor(long At, int Skip);

/// <summary>One page, the latest first.</summary>
/// <param name="Accesses">The accesses.</param>
/// <param name="Next">Where the next page begins; null when there is none.</param>
/// <param name="CompleteSince">From when on nothing is missing; null where nothing is.</param>
public sealed record AccessPage(IReadOnlyList<Access> Accesses, AccessCursor? Next, DateTimeOffset? CompleteSince);
