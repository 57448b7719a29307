using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace EdgeService.Doors;

/// <summary>
/// No unary call runs longer than the cap: what the caller allows beyond it, or does not say, becomes the cap before the
/// framework reads it; so does nothing at all, which the framework takes for no deadline.
/// </summary>
public static class Deadline
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(2);
    private static readonly StringValues CapText = "2S";

    public static void Limit(IHeaderDictionary headers)
    {
        if (!WithinCap(headers.GrpcTimeout))
            headers.GrpcTimeout = CapText;
    }

    public static bool WithinCap(string? timeout) => TryRead(timeout, out var left) && left > TimeSpan.Zero && left <= Cap;

    /// <summary>Reads a timeout as gRPC writes it: at most eight digits and a unit. What is finer than a tick is cut off.</summary>
    public static bool TryRead(string? timeout, out TimeSpan left)
    {
        left = default;
        if (timeout is not { Length: >= 2 and <= 9 } || !int.TryParse(timeout.AsSpan(..^1), NumberStyles.None, null, out var amount))
            return false;
        left = timeout[^1] switch
        {
            'H' => TimeSpan.FromHours(amount),
            'M' => TimeSpan.FromMinutes(amount),
            'S' => TimeSpan.FromSeconds(amount),
            'm' => TimeSpan.FromMilliseconds(amount),
            'u' => TimeSpan.FromMicroseconds(amount),
            'n' => TimeSpan.FromTicks(amount / TimeSpan.NanosecondsPerTick),
            _ => Timeout.InfiniteTimeSpan,
        };
        return left >= TimeSpan.Zero;
    }
}
