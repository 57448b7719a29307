using System.Security.Cryptography;
using EdgeService.Core.Changes;
using EdgeService.Core.Disputes;
using EdgeService.Core.Rights;
using EdgeService.Core.Snapshots;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;

namespace EdgeService.Flow;

/// <summary>A consent as its member sees it.</summary>
/// <param name="Offer">What for, and to whom.</param>
/// <param name="IsGiven">Whether it is in force.</param>
/// <param name="Since">Since when, as far as that is known.</param>
/// <param name="Until">When it ends by itself; null where it does not.</param>
public sealed record ConsentSight(ConsentOffer Offer, bool IsGiven, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>All consents of a member, and what they were read from.</summary>
public sealed record ConsentSights(IReadOnlyList<ConsentSight> Consents, Basis Basis);

/// <summary>What a member lets whom ask: one scene of one partner at a time, by an explicit act, withdrawn as fast.</summary>
public sealed class ConsentFlow(Acting acting, Remembering remembering)
{
    private static readonly EdgeFault TextChanged = new(
        FaultReason.ConsentTextChanged, "text_digest is not that of the present text in this language. Show the member the text that ListConsents gives, and ask again.");

    private static readonly EdgeFault UnknownConsent = new(
        FaultReason.ConsentUnknown, "No perk asks for that consent. ListConsents names those that are asked for; there is none for all partners or all scenes.");

    public async Task<ConsentSights> ListAsync(Caller caller, MemberRef member, CancellationToken cancellation)
    {
        var present = acting.Look(caller, member);
        var acts = await ActsOfAsync(present, cancellation);
        return new([.. ConsentOffer.AllOf(present.Catalog).Select(offer => SightOf(offer, present, acts))], present.Basis);
    }

    /// <param name="caller">The app's back end.</param>
    /// <param name="act">The act.</param>
    /// <param name="contract">What for, and to whom.</param>
    /// <param name="shown">Digest of the text that the member was shown.</param>
    /// <param name="language">Language it was shown in.</param>
    /// <param name="render">The reply: the consent, and a basis in which it is in force.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<byte[]> GiveAsync(
        Caller caller, MemberAct act, Contract contract, ReadOnlyMemory<byte> shown, string language, Func<ConsentSight, Basis, byte[]> render, CancellationToken cancellation) =>
        acting.RunAsync(
            caller,
            act,
            present =>
            {
                if (!CryptographicOperations.FixedTimeEquals(OfferOf(present, contract).DigestIn(language), shown.Span))
                    throw new EdgeFaultException(TextChanged);
            },
            (present, file) => Verdict(present, file, contract, isGiven: true, shown, render),
            cancellation);

    public Task<byte[]> WithdrawAsync(Caller caller, MemberAct act, Contract contract, Func<ConsentSight, Basis, byte[]> render, CancellationToken cancellation) =>
        acting.RunAsync(
            caller,
            act,
            present => OfferOf(present, contract),
            (present, file) => Verdict(present, file, contract, isGiven: false, default, render),
            cancellation);

    private static LedgerVerdict Verdict(
        PresentMember present, MemberFile file, Contract contract, bool isGiven, ReadOnlyMemory<byte> proof, Func<ConsentSight, Basis, byte[]> render)
    {
        ChangeAct change = isGiven ? new GiveConsent(contract) : new WithdrawConsent(contract);
        var act = Acting.Kept(present, file.NextNumber, change, proof);
        var sight = new ConsentSight(OfferOf(present, contract), isGiven, present.Now, null);
        return LedgerVerdict.Unchanged(render(sight, present.Basis with { ActsThrough = file.NextNumber })) with { Acts = [act] };
    }

    private static ConsentOffer OfferOf(PresentMember present, Contract contract) =>
        ConsentOffer.AllOf(present.Catalog).FirstOrDefault(offer => offer.Contract == contract) ?? throw new EdgeFaultException(UnknownConsent);

    private static ConsentSight SightOf(ConsentOffer offer, PresentMember present, IReadOnlyList<KeptAct> acts)
    {
        var given = present.Standing.HasConsented(offer.Contract, present.Now);
        var last = acts.LastOrDefault(act => act.Act.Act is GiveConsent or WithdrawConsent && ActPrecedence.IsOfSameMatter(act.Act.Act, new GiveConsent(offer.Contract)));
        var known = last is not null && last.Act.Act is GiveConsent == given ? last.Act.At : (DateTimeOffset?)null;
        var dated = present.Standing.Consents.Contains(offer.Contract)
            ? null
            : present.Standing.DatedConsents.FirstOrDefault(one => one.Contract == offer.Contract && one.InForceAt(present.Now));
        return new(offer, given, known ?? dated?.From, dated?.Until);
    }

    /// <summary>What the member did; nothing while the ledger is out of reach: then it is not known since when a consent is given.</summary>
    private async Task<IReadOnlyList<KeptAct>> ActsOfAsync(PresentMember present, CancellationToken cancellation)
    {
        try
        {
            return await remembering.ReadActsOfAsync(present.Key, cancellation);
        }
        catch (EdgeFaultException)
        {
            return [];
        }
    }
}
