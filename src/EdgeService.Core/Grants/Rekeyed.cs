using EdgeService.Core.Members;

namespace EdgeService.Core.Grants;

/// <summary>The same with other member keys: where a record or an entry names another member, which is in a conflict's first side alone.</summary>
public static class Rekeyed
{
    public static MemberRecord Of(MemberRecord record, Func<MemberKey, MemberKey> currentOf) =>
        record with { Grants = [.. record.Grants.Select(grant => Of(grant, currentOf))] };

    public static LedgerEntry Of(LedgerEntry entry, Func<MemberKey, MemberKey> currentOf) =>
        entry.Grant is { } grant ? entry with { Grant = Of(grant, currentOf) } : entry;

    /// <summary>The other members that a record names.</summary>
    public static IEnumerable<MemberKey> HoldersIn(MemberRecord record) => record.Grants.SelectMany(HoldersIn);

    /// <summary>The other members that an entry names.</summary>
    public static IEnumerable<MemberKey> HoldersIn(LedgerEntry entry) => entry.Grant is { } grant ? HoldersIn(grant) : [];

    private static IEnumerable<MemberKey> HoldersIn(Grant grant) => grant.Conflict?.Holder is { } holder ? [holder] : [];

    private static Grant Of(Grant grant, Func<MemberKey, MemberKey> currentOf) => grant.Conflict is { Holder: { } holder } conflict
        ? grant with { Conflict = conflict with { Holder = currentOf(holder) } }
        : grant;
}
