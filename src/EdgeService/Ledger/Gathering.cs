using System.Diagnostics;

namespace EdgeService.Ledger;

/// <summary>
/// How long a writer waits for a batch to fill. Callers who were just answered are about to ask again; a writer that did not wait for them would
/// commit the first few alone, and make all others wait for that commit. So it waits until as many are there as were answered, but never longer
/// than a part of what the last commit took. A lone caller waits for nobody.
/// </summary>
internal sealed class Gathering
{
    private const double Part = 0.3;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(2);

    private long _began;
    private TimeSpan _patience;

    /// <summary>How many are worth waiting for.</summary>
    public int Expected { get; private set; }

    /// <summary>A batch is taken: from here its commit is timed.</summary>
    public void Begin() => _began = Stopwatch.GetTimestamp();

    /// <summary>So many were answered.</summary>
    public void End(int answered)
    {
        var part = Stopwatch.GetElapsedTime(_began) * Part;
        (Expected, _patience, _began) = (answered, part < Longest ? part : Longest, Stopwatch.GetTimestamp());
    }

    /// <summary>Whether to wait a little more with so many there.</summary>
    public bool IsWorthWaiting(int there) => there < Expected && Stopwatch.GetElapsedTime(_began) < _patience;
}
