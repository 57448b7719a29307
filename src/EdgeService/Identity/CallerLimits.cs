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
}
