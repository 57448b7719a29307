using EdgeService.Core.Grants;
using EdgeService.Flow;
using EdgeService.Terminals;
using Google.Protobuf.WellKnownTypes;
using Perks.Admin.V1;
using ConflictCause = Perks.Admin.V1.ConflictCause;

namespace EdgeService.Operators;

/// <summary>A claim that came second, with both sides, on the wire.</summary>
public static class ConflictWriting
{
    /// <param name="sight">The grant that the claim is kept as.</param>
    public static Conflict Write(GrantSight sight)
    {
        var conflict = sight.Grant.Conflict!;
        var decided = sight.Grant.Transitions.LastOrDefault(transition => transition.Kind == EntryKind.ConflictResolved);
        return new Conflict
        {
            ConflictId = sight.Id,
            Cause = (ConflictCause)conflict.Cause,
            ItemRef = conflict.Item ?? "",
            First = new FirstSide
            {
                PartnerId = conflict.PartnerId ?? "",
                Actor = conflict.Actor is { } actor ? GrantWriting.Write(actor) : "",
                Time = conflict.At?.ToTimestamp(),
                GrantId = sight.FirstSideId,
            },
            Second = LedgerWriting.Write(sight),
            RecordTime = conflict.RecordedAt.ToTimestamp(),
            Resolution = ResolutionOf(sight.Grant, decided),
            ResolveTime = decided?.At.ToTimestamp(),
            ResolutionReason = decided?.Reason ?? "",
        };
    }

    /// <summary>A grant that goes on for long after it was let stand no longer keeps the transition itself; one that was dismissed always does.</summary>
    private static ConflictResolution ResolutionOf(Grant grant, Transition? decided) => grant.State switch
    {
        GrantState.LateConflict => ConflictResolution.Unspecified,
        _ when decided?.State == GrantState.Cancelled => ConflictResolution.Dismissed,
        _ => ConflictResolution.Stands,
    };
}
