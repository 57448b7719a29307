using EdgeService.Faults;

namespace EdgeService.Identity;

/// <summary>A connection of the plaintext door, where a header names the terminal. Development only: it proves nothing.</summary>
public sealed class HeaderIdentity : ConnectionIdentity
{
    public const string Header = "x-edge-terminal";

    private static readonly EdgeFault Unnamed = new(
        FaultReason.IdentityMissing, $"No identity was given. Name the terminal in the header {Header} as partner:venue:terminal.");

    private Named? _last;

    /// <summary>Callers seldom change on a connection, so the last one is kept.</summary>
    public override Caller CallerOf(HttpContext request)
    {
        var name = request.Request.Headers[Header].ToString();
        var last = _last;
        if (last is not null && last.Name == name)
            return last.Caller;
        var caller = CallerUrn.ReadTerminal(name) ?? throw new EdgeFaultException(Unnamed);
        _last = new Named(name, caller);
        return caller;
    }

    public override string ClaimedBy(HttpContext request) => _last?.Caller.Urn ?? "";

    private sealed record Named(string Name, Caller Caller);
}
