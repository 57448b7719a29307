namespace EdgeService.Core.Changes;

/// <summary>How a change offered stands to those applied.</summary>
public enum ChangePlace
{
    /// <summary>It is the next one.</summary>
    Next,

    /// <summary>It was applied before, and was the same then.</summary>
    Repeated,

    /// <summary>Others must come before it.</summary>
    Gap,

    /// <summary>Another change was applied under its revision.</summary>
    Conflict,

    /// <summary>It does not follow the one before it in the same request.</summary>
    OutOfOrder,
}

/// <summary>The place of one change.</summary>
/// <param name="Place">How it stands to those applied.</param>
/// <param name="Expected">The revision that would have been right in its place.</param>
public readonly record struct PlacedChange(ChangePlace Place, long Expected);

/// <summary>In what order changes may come.</summary>
public static class ChangeOrder
{
    /// <summary>
    /// The place of every change offered, in the order given. Each is compared with one more than the one before it, and the first with what was
    /// applied; a digest stands for what a change says.
    /// </summary>
    /// <param name="through">Revision of the last change that counts; 0 for none.</param>
    /// <param name="digestOf">Digest of an applied change; null where it is not known any more, and the change is believed to be the same.</param>
    /// <param name="offered">Revision and digest of each.</param>
    public static PlacedChange[] Place(long through, Func<long, ulong?> digestOf, IReadOnlyList<(long Revision, ulong Digest)> offered)
    {
        var places = new PlacedChange[offered.Count];
        for (var i = 0; i < places.Length; i++)
        {
            var (revision, digest) = offered[i];
            var expected = i == 0 ? Math.Min(revision, through + 1) : offered[i - 1].Revision + 1;
            places[i] = revision != expected
                ? new(i == 0 ? ChangePlace.Gap : ChangePlace.OutOfOrder, expected)
                : new(PlaceOf(revision, digest, through, digestOf), revision);
        }

        return places;
    }

    private static ChangePlace PlaceOf(long revision, ulong digest, long through, Func<long, ulong?> digestOf)
    {
        if (revision > through)
        {
            return ChangePlace.Next;
        }

        return digestOf(revision) is { } applied && applied != digest ? ChangePlace.Conflict : ChangePlace.Repeated;
    }
}
