using System.Text;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>
/// Everything the service seals, opens and names under its own secrets: seals under the version in use, opens under all that are there. Safe for
/// any number of threads. What was sealed before a re-keying opens to the key that the member has now, here and nowhere else.
/// </summary>
public sealed class Seals(SealingCiphers ciphers, DeploymentSecrets secrets, NonceSource nonces, FormerKeys formers)
{
    /// <summary>No deployment has numbered more acts and disputes; a number beyond it shows the same of a dispute id.</summary>
    private const long MostDisputes = 1L << 40;

    /// <summary>No member has more grants: a number beyond it shows that a grant id was sealed under another version, or made up.</summary>
    private const ulong MostGrants = uint.MaxValue;

    public byte[] SealDecision(in SealedDecision decision) => DecisionSeal.Seal(decision, nonces.Next(), ciphers.Service);

    /// <summary>False if the id was not sealed by this deployment.</summary>
    public bool TryOpenDecision(ReadOnlySpan<byte> id, out SealedDecision decision)
    {
        foreach (var version in ciphers.Opening)
        {
            if (DecisionSeal.TryOpen(id, version, out decision))
            {
                decision = decision with { Member = formers.CurrentOf(decision.Member) };
                return true;
            }
        }

        decision = default;
        return false;
    }

    public string SealGrant(MemberKey member, long number) => GrantIds.Seal(member, (ulong)number, ciphers.Service);

    /// <summary>False if the id is not the shape of a grant id, or opens to nothing that a ledger numbers.</summary>
    public bool TryOpenGrant(string id, out MemberKey member, out long number)
    {
        foreach (var version in ciphers.Opening)
        {
            if (GrantIds.TryOpen(id, version, out member, out var raw) && raw is > 0 and <= MostGrants)
            {
                (member, number) = (formers.CurrentOf(member), (long)raw);
                return true;
            }
        }

        (member, number) = (default, 0);
        return false;
    }

    /// <summary>The id of a dispute: like that of a grant, and never the same.</summary>
    public string SealDispute(MemberKey member, long number) => DisputeIds.Seal(member, number, ciphers.Service);

    /// <summary>False if the id is not the shape of a dispute's, or opens to nothing that a ledger numbers.</summary>
    public bool TryOpenDispute(string id, out MemberKey member, out long number)
    {
        foreach (var version in ciphers.Opening)
        {
            if (DisputeIds.TryOpen(id, version, out member, out number) && number <= MostDisputes)
            {
                member = formers.CurrentOf(member);
                return true;
            }
        }

        (member, number) = (default, 0);
        return false;
    }

    public SealedMember SealMember(MemberKey member, TokenId token) => MemberSeal.Seal(member, token, ciphers.Service);

    /// <summary>False if the block belongs to another token.</summary>
    public bool TryOpenMember(in TokenClaims claims, out MemberKey member)
    {
        foreach (var version in ciphers.Opening)
        {
            if (MemberSeal.TryOpen(claims.Member, claims.Id, version, out member))
            {
                member = formers.CurrentOf(member);
                return true;
            }
        }

        member = default;
        return false;
    }

    /// <summary>
    /// The key that requests name a member by: the first one known, so that a request repeated after a re-keying has the same digest and the same
    /// token id as before.
    /// </summary>
    public MemberKey NamedBy(MemberKey member) => formers.FirstOf(member);

    /// <summary>The key that a member has now, of one that was noted under a key from before.</summary>
    public MemberKey CurrentOf(MemberKey member) => formers.CurrentOf(member);

    public TokenId TokenIdOf(string caller, Guid requestId, ReadOnlySpan<byte> resolvedBody) =>
        KeyedNames.TokenIdOf(secrets.Names, caller, requestId, resolvedBody);

    /// <summary>Keyed digest of a request's body, by which a repetition is known.</summary>
    public byte[] DigestOf(string method, ReadOnlySpan<byte> body) => KeyedNames.BodyDigestOf(secrets.Names, method, body);

    /// <summary>A partner's stable name for a member: another one after a re-keying, so that whoever has the old member secret knows none.</summary>
    public string PseudonymOf(MemberKey member, string partnerId) => KeyedNames.PseudonymOf(secrets.Names, member, partnerId);

    /// <summary>Keyed digest of a journey's ticket.</summary>
    public JourneyDigest JourneyOf(string ticket) => JourneyDigest.Read(DigestOf("journey", Encoding.UTF8.GetBytes(ticket)));
}
