namespace EdgeService.Client.Links;

/// <summary>Waits that double from <paramref name="first"/> to <paramref name="longest"/>, each drawn evenly from its upper half. For one thread at a time.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private TimeSpan _next;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        var wait = _next > TimeSpan.Zero ? _next : first;
        _next = wait * 2 < longest ? wait * 2 : longest;
        return wait * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    /// <summary>Something succeeded: the next wait is the first again.</summary>
    public void Reset() => _next = TimeSpan.Zero;
}
