namespace EdgeService.Snapshots.Changes;

/// <summary>A digest a revision, 8 bytes each, in runs of revisions without a gap.</summary>
internal sealed class ChangeDigests
{
    private readonly List<(long First, List<ulong> Digests)> _runs = [];

    /// <summary>Takes the digest of a revision above all before it.</summary>
    public void Add(long revision, ulong digest)
    {
        if (_runs.Count == 0 || _runs[^1].First + _runs[^1].Digests.Count != revision)
            _runs.Add((revision, []));
        _runs[^1].Digests.Add(digest);
    }

    public ulong? Of(long revision)
    {
        foreach (var (first, digests) in _runs)
        {
            if (revision >= first && revision - first < digests.Count)
                return digests[(int)(revision - first)];
        }

        return null;
    }

    public void DropThrough(long through)
    {
        for (var i = 0; i < _runs.Count; i++)
        {
            var (first, digests) = _runs[i];
            var dropped = (int)Math.Clamp(through - first + 1, 0, digests.Count);
            _runs[i] = (first + dropped, digests[dropped..]);
        }

        _runs.RemoveAll(run => run.Digests.Count == 0);
    }
}
