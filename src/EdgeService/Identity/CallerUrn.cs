using System.Buffers;

namespace EdgeService.Identity;

/// <summary>
/// The names callers carry: <c>urn:perks:terminal:partner:venue:terminal</c>, <c>urn:perks:member-app:name</c>,
/// <c>urn:perks:operator:name</c>, <c>urn:perks:replica:name</c>.
/// </summary>
public static class CallerUrn
{
    public const string Prefix = "urn:perks:";
    public const string TerminalPrefix = Prefix + "terminal:";

    private const int LongestId = 32;
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The caller of that name, or null if it is not one of the four forms.</summary>
    public static Caller? Read(string urn) => urn.Split(':') switch
    {
        ["urn", "perks", "terminal", var partner, var venue, var terminal] when IsId(partner) && IsId(venue) && IsId(terminal) =>
            new Caller(CallerRole.Terminal, partner, venue, terminal, "", urn),
        ["urn", "perks", "member-app", var name] when IsId(name) => new Caller(CallerRole.MemberApp, "", "", "", name, urn),
        ["urn", "perks", "operator", var name] when IsId(name) => new Caller(CallerRole.Operator, "", "", "", name, urn),
        ["urn", "perks", "replica", var name] when IsId(name) => new Caller(CallerRole.Replica, "", "", "", name, urn),
        _ => null,
    };

    /// <summary>The terminal named <c>partner:venue:terminal</c>, or null.</summary>
    public static Caller? ReadTerminal(string name) => Read(TerminalPrefix + name);

    private static bool IsId(string text) => text.Length is > 0 and <= LongestId && !text.AsSpan().ContainsAnyExcept(IdCharacters);
}
