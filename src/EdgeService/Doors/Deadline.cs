using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace EdgeService.Doors;

/// <summary>
/// No unary call runs longer than the cap: what the caller allows beyond it, or does not say, becomes the cap before the
/// framework reads it.
/// </summary>
public static class Deadline
{
    private const int CapSeconds = 2;
    private static readonly StringValues Cap = "2S";

    public static void Limit(IHeaderDictionary headers)
    {
        if (!WithinCap(headers.GrpcTimeout))
            headers.GrpcTimeout = Cap;
    }

    /// <summary>Reads a timeout as gRPC writes it: at most eight digits and a unit.</summary>
    public static bool WithinCap(string? timeout)
    {
        if (timeout is not { Length: >= 2 and <= 9 })
            return false;
        if (!int.TryParse(timeout.AsSpan(..^1), NumberStyles.None, null, out var amount))
            return false;
        return timeout[^1] switch
        {
            'S' => amount <= CapSeconds,
            'm' => amount <= CapSeconds * 1_000,
            'u' => amount <= CapSeconds * 1_000_000,
            'n' => true,
            _ => false,
        };
    }
}
