using System.Globalization;
using EdgeService.Faults;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>Page tokens of lists of grants: a place in the order, and the sealed id of the last grant, so that nothing in them names a member.</summary>
internal static class Pages
{
    public static readonly EdgeFault NotOurs = new(
        FaultReason.CursorInvalid, "The cursor or page token is not of this ledger. Begin again without one.");

    public static string TokenOf(GrantCursor? next, Seals seals) => next is { } cursor
        ? string.Create(CultureInfo.InvariantCulture, $"{cursor.At}.{seals.SealGrant(cursor.Member, cursor.Number)}")
        : "";

    /// <exception cref="EdgeFaultException">It is no token of ours.</exception>
    public static GrantCursor? CursorOf(string token, Seals seals)
    {
        if (token.Length == 0)
            return null;
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && long.TryParse(token.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
            && seals.TryOpenGrant(token[(dot + 1)..], out var member, out var number)
            ? new GrantCursor(at, member, number)
            : throw new EdgeFaultException(NotOurs);
    }
}
