using System.Globalization;
using EdgeService.Faults;
using EdgeService.Ledger;

namespace EdgeService.Flow;

/// <summary>Page tokens of lists of disputes.</summary>
internal static class DisputePages
{
    public static string TokenOf(DisputeCursor? next) =>
        next is { } cursor ? string.Create(CultureInfo.InvariantCulture, $"{cursor.Deadline}.{cursor.Number}") : "";

    /// <exception cref="EdgeFaultException">It is no token of ours.</exception>
    public static DisputeCursor? CursorOf(string token)
    {
        if (token.Length == 0)
            return null;
        return token.Split('.') is [var deadline, var number]
            && long.TryParse(deadline, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? new DisputeCursor(at, last)
            : throw new EdgeFaultException(Pages.NotOurs);
    }
}
