using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.Counting;

/// <summary>
/// All members of a snapshot by their standings. Most of many members share one of a few thousand standings, so that whoever looks at each
/// standing once, with the number of its members, looks at half a billion members in seconds.
/// </summary>
public static class MemberGroups
{
    /// <summary>Score, tier, court and payment line.</summary>
    private const int MarksBits = SnapshotEntry.PayloadBits - ConsentBits;
    private const int ConsentBits = 18;

    /// <summary>
    /// Calls <paramref name="visit"/> with every standing and how many members have it; those with details come one by one.
    /// </summary>
    /// <param name="view">Stays open meanwhile.</param>
    /// <param name="visit">Takes them in no particular order.</param>
    /// <param name="done">Told how many members have been counted, now and then.</param>
    /// <exception cref="SnapshotDamagedException">A part of the file is not what was signed.</exception>
    public static void Visit(SnapshotView view, Action<Standing, long> visit, Action<long>? done = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(visit);
        var sets = view.ConsentSetCount;
        var counts = new uint[(1 << MarksBits) * (long)sets];
        var cursor = new MemberCursor(view);
        while (cursor.MoveNext())
        {
            if (cursor.Entry.ConsentIndex < sets)
            {
                counts[PlaceOf(cursor.Entry, sets)]++;
            }
            else if (view.TryFind(cursor.Prefix, out var standing))
            {
                visit(standing, 1);
            }

            if ((cursor.Ordinal & 0xF_FFFF) == 0)
            {
                done?.Invoke(cursor.Ordinal);
            }
        }

        VisitCounted(view, counts, visit);
    }

    private static long PlaceOf(SnapshotEntry entry, int sets) =>
        ((long)((entry.Bits >> ConsentBits) & ((1 << MarksBits) - 1)) * sets) + entry.ConsentIndex;

    private static void VisitCounted(SnapshotView view, uint[] counts, Action<Standing, long> visit)
    {
        for (long place = 0; place < counts.LongLength; place++)
        {
            if (counts[place] == 0)
            {
                continue;
            }

            var (marks, index) = Math.DivRem(place, view.ConsentSetCount);
            var entry = new SnapshotEntry((ulong)marks << ConsentBits);
            if (entry.Score.Index <= ScoreStep.MaxIndex)
            {
                var consents = view.ConsentSetAt((int)index) ?? ConsentSet.None;
                visit(new Standing(entry.Score, entry.Tier, entry.CourtListed, entry.PaymentLineOpen, consents, [], []), counts[place]);
            }
        }
    }
}
