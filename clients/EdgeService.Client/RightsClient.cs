using Perks.Admin.V1;
using Perks.Edge.V1;
using Perks.Member.V1;
using ConsentScope = Perks.Member.V1.ConsentScope;
using ListDisputesResponse = Perks.Member.V1.ListDisputesResponse;

namespace EdgeService.Client;

/// <summary>What members do about themselves: consents, standing, accesses, objections, leaving. Safe for concurrent use.</summary>
public sealed class RightsClient(EdgeChannel channel)
{
    private readonly MembershipService.MembershipServiceClient _membership = new(channel.Invoker);

    /// <summary>Every consent that a perk could ask for, given or not.</summary>
    public Task<ListConsentsResponse> ListConsentsAsync(MemberRef member, string language = "en", CancellationToken cancellation = default) =>
        _membership.ListConsentsAsync(new ListConsentsRequest { MemberRef = member, LanguageCode = language }, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>Consents to what <paramref name="shown"/> says: show its text to the member first.</summary>
    public Task<GiveConsentResponse> GiveConsentAsync(
        MemberRef member, Perks.Member.V1.Consent shown, string language = "en", Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new GiveConsentRequest
        {
            RequestId = RequestId.OrNew(requestId),
            MemberRef = member,
            Scope = shown.Scope,
            TextDigest = shown.TextDigest,
            LanguageCode = language,
        };
        return _membership.GiveConsentAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    /// <summary>Withdraws a consent at once.</summary>
    public Task<WithdrawConsentResponse> WithdrawConsentAsync(
        MemberRef member, Scene scene, string partnerId, string language = "en", Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new WithdrawConsentRequest
        {
            RequestId = RequestId.OrNew(requestId),
            MemberRef = member,
            Scope = new ConsentScope { Scene = scene, PartnerId = partnerId },
            LanguageCode = language,
        };
        return _membership.WithdrawConsentAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    /// <summary>The own standing, in bands.</summary>
    public Task<GetStandingResponse> GetStandingAsync(MemberRef member, string language = "en", CancellationToken cancellation = default) =>
        _membership.GetStandingAsync(new GetStandingRequest { MemberRef = member, LanguageCode = language }, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>Who has asked, the latest first; one page.</summary>
    public Task<ListAccessesResponse> ListAccessesAsync(
        MemberRef member, string language = "en", int pageSize = 0, string pageToken = "", CancellationToken cancellation = default)
    {
        var request = new ListAccessesRequest { MemberRef = member, LanguageCode = language, PageSize = pageSize, PageToken = pageToken };
        return _membership.ListAccessesAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    /// <summary>Contests a decision, by the claim code that a terminal showed or an access has.</summary>
    public Task<ContestResponse> ContestDecisionAsync(
        MemberRef member, string claimCode, string statement, string language = "en", Guid? requestId = null, CancellationToken cancellation = default) =>
        ContestAsync(new ContestRequest { MemberRef = member, ClaimCode = claimCode, Statement = statement, LanguageCode = language }, requestId, cancellation);

    /// <summary>Contests a listing, as GetStanding names it.</summary>
    public Task<ContestResponse> ContestListingAsync(
        MemberRef member, ListingRef listing, string statement, string language = "en", Guid? requestId = null, CancellationToken cancellation = default) =>
        ContestAsync(new ContestRequest { MemberRef = member, Listing = listing, Statement = statement, LanguageCode = language }, requestId, cancellation);

    /// <summary>Contests everything that the programme says of the member.</summary>
    public Task<ContestResponse> ContestStandingAsync(
        MemberRef member, string statement, string language = "en", Guid? requestId = null, CancellationToken cancellation = default) =>
        ContestAsync(new ContestRequest { MemberRef = member, Standing = true, Statement = statement, LanguageCode = language }, requestId, cancellation);

    /// <summary>What the member contests or contested, the latest first; one page.</summary>
    public Task<ListDisputesResponse> ListDisputesAsync(
        MemberRef member, bool openOnly = false, string language = "en", string pageToken = "", CancellationToken cancellation = default)
    {
        var request = new Perks.Member.V1.ListDisputesRequest { MemberRef = member, OpenOnly = openOnly, LanguageCode = language, PageToken = pageToken };
        return _membership.ListDisputesAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    /// <summary>One dispute of the member.</summary>
    public async Task<OwnDispute> GetDisputeAsync(MemberRef member, string disputeId, string language = "en", CancellationToken cancellation = default)
    {
        var request = new Perks.Member.V1.GetDisputeRequest { MemberRef = member, DisputeId = disputeId, LanguageCode = language };
        return (await _membership.GetDisputeAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Dispute;
    }

    /// <summary>Leaves the programme. The member must have been told what will happen.</summary>
    public Task<EraseMeResponse> EraseMeAsync(MemberRef member, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new EraseMeRequest { RequestId = RequestId.OrNew(requestId), MemberRef = member, Understood = true };
        return _membership.EraseMeAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    private Task<ContestResponse> ContestAsync(ContestRequest request, Guid? requestId, CancellationToken cancellation)
    {
        request.RequestId = RequestId.OrNew(requestId);
        return _membership.ContestAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }
}
