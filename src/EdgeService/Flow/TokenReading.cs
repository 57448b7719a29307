using System.Runtime.CompilerServices;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>A token as one gate reads it.</summary>
/// <param name="Verdict">What verifying found; the ledger is not asked yet.</param>
/// <param name="IsGenuine">Whether we issued it: it may still be good no more, or elsewhere.</param>
/// <param name="Member">Whom it was issued for; meaningful when it is genuine.</param>
/// <param name="Perk">Its perk; null when the catalog has it no more.</param>
public readonly record struct ReadToken(TokenVerdict Verdict, bool IsGenuine, MemberKey Member, Perk? Perk)
{
    /// <summary>What is wrong with it at a terminal.</summary>
    public TokenFault FaultAt(Terminal terminal) => IsGenuine ? Verdict.AtVenue(IsOfferedAt(terminal)).Fault : Verdict.Fault;

    private bool IsOfferedAt(Terminal terminal) => Perk is not null && terminal.Venue.OfferOf(Perk) is not null;
}

/// <summary>Verifies tokens as far as the key list goes, and opens whom they are for.</summary>
public sealed class TokenReading(CurrentVerificationKeys keys, Seals seals)
{
    private readonly ConditionalWeakTable<Terminal, TokenGate> _gates = [];

    /// <summary>Reads a token at a terminal, which answers to its own code and to those of its gate groups.</summary>
    public ReadToken Read(string text, Terminal terminal, in Ground ground) => ReadAt(text, terminal, ground, ground.Now);

    /// <summary>The same as it was at a moment.</summary>
    public ReadToken ReadAt(string text, Terminal terminal, in Ground ground, DateTimeOffset at)
    {
        if (!_gates.TryGetValue(terminal, out var gate))
        {
            gate = GateOf(terminal.Venue, Places.AudiencesOf(terminal, ground.Catalog));
            _gates.TryAdd(terminal, gate);
        }

        return Read(text, gate, ground, at);
    }

    /// <summary>Reads a token at any gate of the terminal's venue: it may have been issued there for a gate elsewhere in it.</summary>
    public ReadToken ReadInVenue(string text, Terminal terminal, in Ground ground)
    {
        var venue = terminal.Venue;
        var terminals = ground.Catalog.Terminals.Where(other => other.Venue == venue).Select(other => other.Audience);
        var groups = ground.Catalog.GateGroups.Where(group => group.Venue == venue).Select(group => group.Audience);
        return Read(text, GateOf(venue, [.. terminals, .. groups]), ground, ground.Now);
    }

    /// <summary>Reads a token for whoever may act on tokens of every gate: the member's app and operators.</summary>
    public ReadToken ReadAnywhere(string text, in Ground ground)
    {
        var audience = TokenVerification.TryReadUnverified(text, out _, out var claims) ? ground.Catalog.FindAudience(claims.Audience.Code) : null;
        return Read(text, audience is null ? new TokenGate("", []) : GateOf(audience.Venue, [audience.Code]), ground, ground.Now);
    }

    private ReadToken Read(string text, TokenGate gate, in Ground ground, DateTimeOffset at)
    {
        var verdict = TokenVerification.Verify(text, keys.Keys, gate, at);
        if (!verdict.IsGenuine)
            return new ReadToken(verdict, false, default, null);
        return seals.TryOpenMember(verdict.Claims, out var member)
            ? new ReadToken(verdict, true, member, ground.Catalog.FindPerk(verdict.Claims.PerkCode))
            : new ReadToken(verdict with { Fault = TokenFault.BadSignature }, false, default, null);
    }

    private static TokenGate GateOf(Venue venue, IEnumerable<string> codes) =>
        new(venue.QualifiedId, [.. codes.Select(code => AudienceCode.Parse(code))]);
}
