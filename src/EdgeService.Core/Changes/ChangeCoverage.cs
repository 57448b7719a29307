namespace EdgeService.Core.Changes;

/// <summary>Which changes a log still holds, and whether a snapshot together with it knows everything that was ever acknowledged.</summary>
/// <param name="DroppedThrough">Changes up to this revision were dropped, for the snapshots then kept held them.</param>
/// <param name="Runs">Runs of revisions without a gap, ascending, none touching the next.</param>
public sealed record ChangeCoverage(long DroppedThrough, IReadOnlyList<RevisionRun> Runs)
{
    public static ChangeCoverage Empty { get; } = new(0, []);

    /// <summary>Revision of the last change that was acknowledged; 0 for none.</summary>
    public long Through => Runs.Count > 0 ? Runs[^1].Last : DroppedThrough;

    /// <summary>The coverage with one more change. Revisions beyond the next leave a gap: a snapshot filled it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The revision is not above all that came before.</exception>
    public ChangeCoverage With(long revision)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(revision, Through);
        return Runs.Count > 0 && Runs[^1].Last + 1 == revision
            ? this with { Runs = [.. Runs.SkipLast(1), Runs[^1] with { Last = revision }] }
            : this with { Runs = [.. Runs, new(revision, revision)] };
    }

    /// <summary>
    /// The changes missing between a snapshot that holds all through <paramref name="snapshotThrough"/> and those of the log; null when none is, so
    /// that the snapshot may be served with the log's changes upon it.
    /// </summary>
    public RevisionRun? MissingFrom(long snapshotThrough)
    {
        if (snapshotThrough < DroppedThrough)
        {
            return new(snapshotThrough + 1, DroppedThrough);
        }

        foreach (var run in Runs.Where(run => run.Last > snapshotThrough))
        {
            if (run.First > snapshotThrough + 1)
            {
                return new(snapshotThrough + 1, run.First - 1);
            }

            snapshotThrough = run.Last;
        }

        return null;
    }
}

/// <summary>Revisions from the first to the last, both included.</summary>
public readonly record struct RevisionRun(long First, long Last)
{
    public override string ToString() => First == Last ? $"{First}" : $"{First} to {Last}";
}
