namespace EdgeService.Benchmarks.Load;

/// <summary>How long the calls of a round took, in milliseconds, and how many there were a second. NaN for a share that is not known.</summary>
internal readonly record struct LatencyResult(double CallsPerSecond, double P50, double P99, double P999)
{
    /// <param name="callsPerSecond">The pace of the round.</param>
    /// <param name="milliseconds">Of each call, in any order; at least one.</param>
    public static LatencyResult Of(double callsPerSecond, IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
        return new LatencyResult(callsPerSecond, At(0.5), At(0.99), At(0.999));
    }
}
