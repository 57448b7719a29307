using EdgeService.Flow;
using EdgeService.Terminals;
using Google.Protobuf.WellKnownTypes;
using Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>Grants and entries as operators see them, on the wire.</summary>
public static class LedgerWriting
{
    public static LedgerGrant Write(GrantSight sight) => new()
    {
        Grant = GrantWriting.Write(sight),
        PartnerId = sight.Grant.Terms.PartnerId,
        MemberPseudonym = sight.Pseudonym,
    };

    public static LedgerEntry Write(EntrySight sight)
    {
        var entry = sight.Entry;
        var currency = sight.Grant is { } grant ? GrantMoneyWriting.CurrencyOf(grant.Grant) : "";
        return new LedgerEntry
        {
            Cursor = sight.Cursor,
            Kind = EntryNames.Of(entry.Kind),
            RecordTime = entry.RecordedAt.ToTimestamp(),
            RecordVersion = entry.Version,
            Transition = GrantWriting.Write(entry.Transition, currency),
            Grant = sight.Grant is null ? null : Write(sight.Grant),
        };
    }

    public static GetLedgerStatusResponse Write(LedgerState state) => new()
    {
        Store = state.Store,
        Usable = state.Fault.Length == 0,
        Fault = state.Fault,
        PendingNoteCount = state.PendingNotes,
        OldestNoteTime = state.OldestNote?.ToTimestamp(),
        OpenConflictCount = state.OpenConflicts,
        Retention = state.Retention.ToDuration(),
        ErasedGrantCount = state.ErasedGrants,
        FaultyClaimCount = state.FaultyClaims,
        EraseBeforeTime = state.EraseBefore.ToTimestamp(),
    };
}
