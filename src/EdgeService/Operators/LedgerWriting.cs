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

    /// <summary>A grant with its history. Where that is too long for one answer, its entries say what happened and leave off what the grant then was.</summary>
    public static GetGrantResponse Write(GrantSight grant, IReadOnlyList<EntrySight> entries)
    {
        var response = new GetGrantResponse { Grant = Write(grant), Entries = { entries.Select(Write) } };
        if (response.CalculateSize() > AnswerSize.Full)
        {
            foreach (var entry in response.Entries)
            {
                entry.Grant = null;
            }
        }

        return response;
    }

    /// <summary>Entries of an export, in as many messages as they fill.</summary>
    /// <param name="entries">In order.</param>
    /// <param name="cursor">Where to go on after all of them, and after what was passed over.</param>
    public static IEnumerable<ExportEntriesResponse> Parts(IReadOnlyList<EntrySight> entries, string cursor)
    {
        var (part, size) = (new ExportEntriesResponse(), 0);
        foreach (var entry in entries.Select(Write))
        {
            if (size > AnswerSize.Full)
            {
                yield return part;
                (part, size) = (new ExportEntriesResponse(), 0);
            }

            part.Entries.Add(entry);
            part.Cursor = entry.Cursor;
            size += entry.CalculateSize();
        }

        part.Cursor = cursor;
        yield return part;
    }

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
