using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>That somebody asked about a member, as edges of one ledger put it there.</summary>
/// <param name="Member">Whom it was about.</param>
/// <param name="At">When, in milliseconds since 1970, by the clock of the edge that was asked.</param>
/// <param name="DecisionId">The sealed decision id.</param>
public readonly record struct SharedAccess(MemberKey Member, long At, ReadOnlyMemory<byte> DecisionId);

/// <summary>What edges have put there about one member.</summary>
/// <param name="Accesses">Each once, the latest first; those of one moment by their decision ids.</param>
/// <param name="MissingThrough">Up to when some that other edges were asked are missing, in milliseconds since 1970; 0 where none is.</param>
public sealed record SharedAccessList(IReadOnlyList<SharedAccess> Accesses, long MissingThrough);
