using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.Counting;

/// <summary>Cards and documents of two snapshots of one deployment, side by side.</summary>
/// <param name="Given">Those of the later file only.</param>
/// <param name="Withdrawn">Those of the earlier file only.</param>
/// <param name="Moved">Those that lead to another member now.</param>
public readonly record struct AliasDifference(long Given, long Withdrawn, long Moved)
{
    /// <summary>Goes over both files once.</summary>
    /// <exception cref="SnapshotDamagedException">A part of a file is not what was signed.</exception>
    public static AliasDifference Between(SnapshotView before, SnapshotView after)
    {
        var (given, withdrawn, moved) = (0L, 0L, 0L);
        var (old, young) = (0L, 0L);
        while (old < before.AliasCount || young < after.AliasCount)
        {
            var (first, second) = (before.AliasAt(old), after.AliasAt(young));
            var order = first is null ? 1 : second is null ? -1 : first.Value.Tag.CompareTo(second.Value.Tag);
            withdrawn += order < 0 ? 1 : 0;
            given += order > 0 ? 1 : 0;
            moved += order == 0 && first!.Value.Member != second!.Value.Member ? 1 : 0;
            old += order <= 0 ? 1 : 0;
            young += order >= 0 ? 1 : 0;
        }

        return new(given, withdrawn, moved);
    }
}
