namespace EdgeService.Client;

/// <summary>
/// How a call is repeated on UNAVAILABLE. Every unary call of the service is safe to repeat: reads write nothing, and a write
/// carries one request id through all attempts. The wait before an attempt is drawn evenly from zero to the current back-off.
/// </summary>
public sealed record RetryOptions
{
    /// <summary>Attempts in all, 1 to 5. 1 means no repetition. 4 by default.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>Back-off before the second attempt; it doubles from attempt to attempt. 50 ms by default.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Ceiling of the back-off. 500 ms by default.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMilliseconds(500);
}
