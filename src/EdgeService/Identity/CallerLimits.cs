namespace EdgeService.Identity;

/// <summary>What one caller may take at once.</summary>
/// <param name="CallsPerSecond">Calls a second, batch items and messages of streams counted one by one.</param>
/// <param name="Burst">Calls at once after a rest.</param>
/// <param name="Calls">Unary calls under way.</param>
/// <param name="Streams">Streams open.</param>
/// <param name="Connections">Connections open.</param>
public sealed record CallerLimits(int CallsPerSecond, int Burst, int Calls, int Streams, int Connections)
{
    /// <summary>Limits that are counted and never reached.</summary>
    public static CallerLimits None { get; } = new(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue);

    /// <summary>Whoever speaks for many may take so many shares.</summary>
    public CallerLimits Times(int shares) => new(CallsPerSecond * shares, Burst * shares, Calls * shares, Streams * shares, Connections * shares);

    /// <summary>No more than half of what there is for all, but one share in any case: nobody alone fills the edge.</summary>
    /// <param name="one">One share.</param>
    /// <param name="calls">Calls under way of all callers.</param>
    /// <param name="streams">Streams of all.</param>
    /// <param name="connections">Connections of all.</param>
    public CallerLimits WithinHalf(CallerLimits one, int calls, int streams, int connections) => this with
    {
        Calls = Math.Max(one.Calls, Math.Min(Calls, calls / 2)),
        Streams = Math.Max(one.Streams, Math.Min(Streams, streams / 2)),
        Connections = Math.Max(one.Connections, Math.Min(Connections, connections / 2)),
    };
}
