using Google.Protobuf;
using Perks.Edge.V1;
using Perks.Member.V1;
using IssueTokenResponse = Perks.Member.V1.IssueTokenResponse;
using ListPerksResponse = Perks.Member.V1.ListPerksResponse;

namespace EdgeService.Client;

/// <summary>What the member's own app asks of the service, through its back end. Safe for concurrent use.</summary>
public sealed class MemberClient(EdgeChannel channel)
{
    private readonly MembershipService.MembershipServiceClient _membership = new(channel.Invoker);

    /// <summary>
    /// A signed token for the terminal or gate group named by <paramref name="audience"/>. Facts in <paramref name="attributes"/> are those known
    /// already; the gate may add others. 0 units mean one.
    /// </summary>
    public Task<IssueTokenResponse> IssueAsync(
        MemberRef member,
        string perkId,
        string audience,
        int units = 0,
        IEnumerable<KeyValuePair<string, AttributeValue>>? attributes = null,
        PictureFormat picture = PictureFormat.Unspecified,
        Guid? requestId = null,
        CancellationToken cancellation = default)
    {
        var request = new Perks.Member.V1.IssueTokenRequest
        {
            RequestId = RequestId.OrNew(requestId),
            MemberRef = member,
            PerkId = perkId,
            Audience = audience,
            UnitCount = units,
            PictureFormat = picture,
        };
        request.Attributes.Add((attributes ?? []).ToDictionary());
        return _membership.IssueTokenAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    /// <summary>The perks as they stand for this member; an empty <paramref name="audience"/> lists every venue.</summary>
    public Task<ListPerksResponse> ListPerksAsync(
        MemberRef member, string audience = "", string language = "en", CancellationToken cancellation = default)
    {
        var request = new Perks.Member.V1.ListPerksRequest { MemberRef = member, Audience = audience, LanguageCode = language };
        return _membership.ListPerksAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    /// <summary>Why a terminal answered as it did, from the claim code it showed. Languages: zh, en, sv, de.</summary>
    public Task<ExplainDecisionResponse> ExplainAsync(
        MemberRef member, string claimCode, string language = "en", CancellationToken cancellation = default) =>
        ExplainAsync(new ExplainDecisionRequest { MemberRef = member, ClaimCode = claimCode, LanguageCode = language }, cancellation);

    /// <summary>Why a terminal answered as it did, from the decision id of its reply. Languages: zh, en, sv, de.</summary>
    public Task<ExplainDecisionResponse> ExplainAsync(
        MemberRef member, ByteString decisionId, string language = "en", CancellationToken cancellation = default) =>
        ExplainAsync(new ExplainDecisionRequest { MemberRef = member, DecisionId = decisionId, LanguageCode = language }, cancellation);

    /// <summary>Hands in a receipt (<c>PR1...</c>) that a dock signed and could not send itself.</summary>
    public async Task<OwnGrant> SubmitReceiptAsync(
        MemberRef member, string receiptText, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new SubmitReceiptRequest { RequestId = RequestId.OrNew(requestId), MemberRef = member, ReceiptText = receiptText };
        return (await _membership.SubmitReceiptAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>Contests what was recorded of one of the member's own grants, until a person has decided.</summary>
    public async Task<OwnGrant> DisputeAsync(
        MemberRef member, string grantId, string reason, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new DisputeGrantRequest { RequestId = RequestId.OrNew(requestId), MemberRef = member, GrantId = grantId, Reason = reason };
        return (await _membership.DisputeGrantAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>The member's own grants, the latest first; one page.</summary>
    public Task<ListGrantsResponse> ListGrantsAsync(
        MemberRef member, bool openOnly = false, string pageToken = "", CancellationToken cancellation = default)
    {
        var request = new ListGrantsRequest { MemberRef = member, OpenOnly = openOnly, PageToken = pageToken };
        return _membership.ListGrantsAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    private Task<ExplainDecisionResponse> ExplainAsync(ExplainDecisionRequest request, CancellationToken cancellation) =>
        _membership.ExplainDecisionAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
}
