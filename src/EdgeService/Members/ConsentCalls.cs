using EdgeService.Core.Eligibility;
using EdgeService.Core.Rights;
using EdgeService.Core.Snapshots;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Terminals;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Perks.Member.V1;
using Admin = Perks.Admin.V1;
using Scene = EdgeService.Core.Snapshots.Scene;

namespace EdgeService.Members;

/// <summary>Consents and the own standing: reads, calls the flow, writes.</summary>
public sealed class ConsentCalls(ConsentFlow consents, OwnStandingFlow standings)
{
    private const int DigestBytes = 32;
    private const int MaxPartnerBytes = 32;

    public async Task<ListConsentsResponse> ListAsync(Caller caller, ListConsentsRequest request, CancellationToken cancellation)
    {
        var faults = default(FieldFaults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        faults.ThrowIfAny();
        var sights = await consents.ListAsync(caller, member, cancellation);
        var response = new ListConsentsResponse { Basis = BasisWriting.Write(sights.Basis), LanguageCode = MemberReasons.LanguageFor(request.LanguageCode) };
        response.Consents.Add(sights.Consents.Select(sight => Write(sight, request.LanguageCode)));
        return response;
    }

    public async Task<GiveConsentResponse> GiveAsync(Caller caller, GiveConsentRequest request, CancellationToken cancellation)
    {
        var faults = default(FieldFaults);
        var (act, contract) = Read("GiveConsent", request.RequestId, request.MemberRef, request.Scope, request.TextDigest.ToByteArray(), ref faults);
        faults.Require(request.TextDigest.Length == DigestBytes, "", "text_digest", "required: the digest of the text that the member was shown, as ListConsents gives it");
        faults.ThrowIfAny();
        var reply = await consents.GiveAsync(caller, act, contract, request.TextDigest.Memory, request.LanguageCode, Render, cancellation);
        return GiveConsentResponse.Parser.ParseFrom(reply);

        byte[] Render(ConsentSight sight, Basis basis) =>
            new GiveConsentResponse { Consent = Write(sight, request.LanguageCode), InForce = BasisWriting.Write(basis) }.ToByteArray();
    }

    public async Task<WithdrawConsentResponse> WithdrawAsync(Caller caller, WithdrawConsentRequest request, CancellationToken cancellation)
    {
        var faults = default(FieldFaults);
        var (act, contract) = Read("WithdrawConsent", request.RequestId, request.MemberRef, request.Scope, [], ref faults);
        faults.ThrowIfAny();
        return WithdrawConsentResponse.Parser.ParseFrom(await consents.WithdrawAsync(caller, act, contract, Render, cancellation));

        byte[] Render(ConsentSight sight, Basis basis) =>
            new WithdrawConsentResponse { Consent = Write(sight, request.LanguageCode), InForce = BasisWriting.Write(basis) }.ToByteArray();
    }

    public GetStandingResponse Standing(Caller caller, GetStandingRequest request)
    {
        var faults = default(FieldFaults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        faults.ThrowIfAny();
        var ((_, _, standing, _, basis, now), band) = standings.Run(caller, member);
        var wording = RightsWording.In(request.LanguageCode);
        var response = new GetStandingResponse
        {
            Band = Band.Low + (int)band.Band,
            BandName = wording.BandName(band.Band),
            LoweredByListing = band.LoweredByListing,
            Tier = Admin.Tier.Basic + (int)standing.Tier,
            PaymentLineOpen = standing.PaymentLineOpen,
            Basis = BasisWriting.Write(basis),
            HowToContest = MemberReasons.HowToContest(request.LanguageCode),
            LanguageCode = MemberReasons.LanguageFor(request.LanguageCode),
        };
        if (standing.CourtListed)
            response.Listings.Add(ListingWriting.OfCourt(wording));
        response.Listings.Add(standing.Bans.OrderBy(ban => ban.From).Select(ban => ListingWriting.Write(ban, wording, now)));
        return response;
    }

    private static (MemberAct Act, Contract Contract) Read(
        string method, string requestId, Perks.Edge.V1.MemberRef memberRef, ConsentScope? scope, byte[] digest, ref FieldFaults faults)
    {
        var id = FieldReading.RequestId(requestId, ref faults);
        var member = FieldReading.Member(memberRef, "", ref faults);
        var (scene, partner) = (scope?.Scene ?? 0, scope?.PartnerId ?? "");
        faults.Require(System.Enum.IsDefined((Scene)scene), "", "scope.scene", "required: one scene; each is consented to by itself");
        faults.Require(FieldReading.HasBytes(partner, MaxPartnerBytes), "", "scope.partner_id", "required: one partner; each is consented to by itself");
        var body = new RequestBody().Add((long)scene).Add(partner).Add(digest).ToArray();
        return (new MemberAct(method, id, member, body), new Contract((Scene)scene, partner));
    }

    private static Consent Write(ConsentSight sight, string language)
    {
        var (offer, wording) = (sight.Offer, RightsWording.In(language));
        var consent = new Consent
        {
            Scope = new ConsentScope { Scene = (Admin.Scene)offer.Contract.Scene, PartnerId = offer.Contract.PartnerId },
            State = sight.IsGiven ? ConsentState.Given : ConsentState.NotGiven,
            SinceTime = sight.Since?.ToTimestamp(),
            EndTime = sight.Until?.ToTimestamp(),
            SceneName = wording.SceneName(offer.Contract.Scene),
            PartnerName = offer.Partner.Name.In(language),
            Text = offer.TextIn(language),
            TextDigest = ByteString.CopyFrom(offer.DigestIn(language)),
        };
        consent.PerkIds.Add(offer.Perks.Select(perk => perk.Id));
        return consent;
    }
}
