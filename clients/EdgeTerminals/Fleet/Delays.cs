namespace EdgeTerminals.Fleet;

/// <summary>Waits of people and links.</summary>
internal static class Delays
{
    /// <summary>A time of exponential distribution around <paramref name="mean"/>, at most ten times that.</summary>
    public static TimeSpan Drawn(TimeSpan mean, Random random) => mean * Math.Min(10, -Math.Log(1 - random.NextDouble()));

    /// <summary>False when it was ended.</summary>
    public static async Task<bool> TryAsync(TimeSpan time, CancellationToken ending)
    {
        try
        {
            await Task.Delay(time, ending);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
