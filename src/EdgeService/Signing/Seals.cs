using System.Text;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>Everything the service seals, opens and names under its own secret. Safe for any number of threads.</summary>
public sealed class Seals(SealingCiphers ciphers, DeploymentSecrets secrets, NonceSource nonces)
{
    public byte[] SealDecision(in SealedDecision decision) => DecisionSeal.Seal(decision, nonces.Next(), ciphers.Service);

    /// <summary>False if the id was not sealed by this deployment.</summary>
    public bool TryOpenDecision(ReadOnlySpan<byte> id, out SealedDecision decision) => DecisionSeal.TryOpen(id, ciphers.Service, out decision);

    public string SealGrant(MemberKey member, long number) => GrantIds.Seal(member, (ulong)number, ciphers.Service);

    /// <summary>False if the id is not the shape of a grant id, or opens to nothing that a ledger numbers.</summary>
    public bool TryOpenGrant(string id, out MemberKey member, out long number)
    {
        var opened = GrantIds.TryOpen(id, ciphers.Service, out member, out var raw);
        number = (long)raw;
        return opened && number > 0;
    }

    public SealedMember SealMember(MemberKey member, TokenId token) => MemberSeal.Seal(member, token, ciphers.Service);

    /// <summary>False if the block belongs to another token.</summary>
    public bool TryOpenMember(in TokenClaims claims, out MemberKey member) =>
        MemberSeal.TryOpen(claims.Member, claims.Id, ciphers.Service, out member);

    public TokenId TokenIdOf(string caller, Guid requestId, ReadOnlySpan<byte> resolvedBody) =>
        KeyedNames.TokenIdOf(secrets.Service, caller, requestId, resolvedBody);

    /// <summary>Keyed digest of a request's body, by which a repetition is known.</summary>
    public byte[] DigestOf(string method, ReadOnlySpan<byte> body) => KeyedNames.BodyDigestOf(secrets.Service, method, body);

    /// <summary>A partner's stable name for a member.</summary>
    public string PseudonymOf(MemberKey member, string partnerId) => KeyedNames.PseudonymOf(secrets.Service, member, partnerId);

    /// <summary>Keyed digest of a journey's ticket.</summary>
    public JourneyDigest JourneyOf(string ticket) => JourneyDigest.Read(DigestOf("journey", Encoding.UTF8.GetBytes(ticket)));
}
