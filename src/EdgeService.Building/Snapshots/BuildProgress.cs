namespace EdgeService.Building.Snapshots;

/// <summary>How far a build is.</summary>
/// <param name="Phase">What it is at, such as <c>reading</c>.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is; 0 when nobody knows.</param>
/// <param name="Unit">Of what: bytes or members.</param>
public readonly record struct BuildProgress(string Phase, long Done, long Total, string Unit);

/// <summary>Counts what several threads do in one phase, tells whoever waits, and ends the phase when asked to.</summary>
internal sealed class PhaseCount(BuildOptions options, string phase, long total, string unit)
{
    private long _done;

    /// <exception cref="OperationCanceledException">The build is to end.</exception>
    public void Add(long done)
    {
        options.Cancellation.ThrowIfCancellationRequested();
        var sum = Interlocked.Add(ref _done, done);
        options.Progress?.Invoke(new BuildProgress(phase, sum, total, unit));
    }
}
