using System.Collections.Immutable;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots.Changes;

/// <summary>
/// The standings that changes have made since a snapshot, as they are after one certain change. It never changes: applying makes the next one,
/// which shares most with it. A few tables of growing size, the latest first; one is merged into the next when it comes near it in size, so that
/// a change costs little however many there are, and a reader looks into four tables at a million.
/// </summary>
internal sealed class StandingOverlay
{
    private const int Ratio = 16;
    private const int SmallestKept = 4096;

    private readonly OverlayTable[] _tables;
    private readonly ImmutableDictionary<AliasTag, MemberKey?> _aliases;

    private StandingOverlay(OverlayTable[] tables, ImmutableDictionary<AliasTag, MemberKey?> aliases, int count, long through, DateTimeOffset asOf, long actsThrough) =>
        (_tables, _aliases, Count, Through, AsOf, ActsThrough) = (tables, aliases, count, through, asOf, actsThrough);

    /// <summary>Members it says something about.</summary>
    public int Count { get; }

    /// <summary>Revision of the last change that counts, in the snapshot or after it; 0 for none.</summary>
    public long Through { get; }

    /// <summary>Latest of snapshot, change and heartbeat.</summary>
    public DateTimeOffset AsOf { get; }

    /// <summary>Number of the last act of a member that counts; 0 for none.</summary>
    public long ActsThrough { get; }

    /// <summary>The snapshot as it is.</summary>
    public static StandingOverlay Over(SnapshotMetadata snapshot) => new([], ImmutableDictionary<AliasTag, MemberKey?>.Empty, 0, snapshot.ChangesThrough, snapshot.AsOf, 0);

    /// <summary>False when no change concerns the member; otherwise the standing after all of them, null for one who is not enrolled.</summary>
    public bool TryGet(MemberKey member, out Standing? standing)
    {
        foreach (var table in _tables)
        {
            if (table.TryGet(member, out standing))
                return true;
        }

        standing = null;
        return false;
    }

    /// <summary>False when no change concerns the card or document; otherwise the member it leads to after all of them, null for nobody.</summary>
    public bool TryGetAlias(in AliasTag alias, out MemberKey? member) => _aliases.TryGetValue(alias, out member);

    /// <summary>Puts the later standings in place of those that a snapshot gave for the same members.</summary>
    public void Amend(ReadOnlySpan<MemberKey> members, Span<Standing?> standings)
    {
        foreach (var table in _tables)
        {
            foreach (var member in members)
                table.Prefetch(member);
        }

        for (var i = 0; _tables.Length > 0 && i < members.Length; i++)
        {
            if (TryGet(members[i], out var later))
                standings[i] = later;
        }
    }

    /// <summary>The overlay with these standings upon it.</summary>
    /// <param name="later">New standings; null for whoever left.</param>
    /// <param name="aliases">Cards and documents whose member is another now; null for nobody.</param>
    /// <param name="through">Revision of the last change that counts now.</param>
    /// <param name="asOf">Moment of the latest word; an earlier one than before does not count.</param>
    /// <param name="actsThrough">Number of the last act that counts now.</param>
    public StandingOverlay With(
        Dictionary<MemberKey, Standing?> later, Dictionary<AliasTag, MemberKey?> aliases, long through, DateTimeOffset asOf, long actsThrough)
    {
        var latest = asOf > AsOf ? asOf : AsOf;
        var leading = aliases.Count == 0 ? _aliases : _aliases.SetItems(aliases);
        if (later.Count == 0)
            return new(_tables, leading, Count, through, latest, actsThrough);
        var count = Count + later.Keys.Count(member => !TryGet(member, out _));
        var merged = later;
        var kept = 0;
        for (; kept < _tables.Length && IsNear(_tables[kept].Count, merged.Count); kept++)
            merged = Merge(merged, _tables[kept]);
        return new([new(merged), .. _tables[kept..]], leading, count, through, latest, actsThrough);
    }

    private static bool IsNear(int older, int newer) => older < SmallestKept || older < (long)newer * Ratio;

    private static Dictionary<MemberKey, Standing?> Merge(Dictionary<MemberKey, Standing?> newer, OverlayTable older)
    {
        var merged = new Dictionary<MemberKey, Standing?>(newer.Count + older.Count);
        foreach (var (member, standing) in older.Entries)
            merged[member] = standing;
        foreach (var (member, standing) in newer)
            merged[member] = standing;
        return merged;
    }
}
