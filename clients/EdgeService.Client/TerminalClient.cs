using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>
/// What a terminal asks of the service. Methods answer with the contract's messages and fail with
/// <see cref="EdgeFaultException"/>. Safe for concurrent use. A write takes a request id of its own unless one is given: give
/// the same again to repeat an intent whose answer was lost.
/// </summary>
public sealed class TerminalClient(EdgeChannel channel)
{
    private readonly EligibilityService.EligibilityServiceClient _eligibility = new(channel.Invoker);
    private readonly TokenService.TokenServiceClient _tokens = new(channel.Invoker);
    private readonly GrantService.GrantServiceClient _grants = new(channel.Invoker);

    /// <summary>What happens to grants after they were made.</summary>
    public GrantClient Grants { get; } = new(channel);

    public async Task<Decision> CheckAsync(Inquiry inquiry, AtLeastAsFresh? freshness = null, CancellationToken cancellation = default)
    {
        var request = new CheckEligibilityRequest { Inquiry = inquiry, AtLeastAsFresh = freshness };
        var reply = await _eligibility.CheckEligibilityAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
        return reply.Decision;
    }

    /// <summary>Up to 100 inquiries on one basis; the results stand in the same order, each its own decision or fault.</summary>
    public Task<BatchCheckEligibilityResponse> BatchAsync(
        IEnumerable<Inquiry> inquiries, AtLeastAsFresh? freshness = null, CancellationToken cancellation = default)
    {
        var request = new BatchCheckEligibilityRequest { Inquiries = { inquiries }, AtLeastAsFresh = freshness };
        return _eligibility.BatchCheckEligibilityAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    /// <summary>Answers come as they are ready, matched by correlation id. The stream has no deadline and is not repeated.</summary>
    public IAsyncEnumerable<StreamEligibilityResponse> StreamAsync(
        IAsyncEnumerable<StreamEligibilityRequest> questions, CancellationToken cancellation = default) =>
        EligibilityStream.AskAsync(_eligibility, questions, cancellation);

    public Task<ListPerksResponse> ListPerksAsync(CancellationToken cancellation = default) =>
        _eligibility.ListPerksAsync(new ListPerksRequest(), channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>A signed token for <paramref name="audience"/>; empty means this terminal.</summary>
    public Task<IssueTokenResponse> IssueAsync(
        Inquiry inquiry,
        string audience = "",
        PictureFormat picture = PictureFormat.Unspecified,
        Guid? requestId = null,
        CancellationToken cancellation = default)
    {
        var request = new IssueTokenRequest
        {
            RequestId = RequestId.OrNew(requestId),
            Inquiry = inquiry,
            Audience = audience,
            PictureFormat = picture,
        };
        return _tokens.IssueTokenAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    public Task<VerifyTokenResponse> VerifyAsync(string tokenText, CancellationToken cancellation = default) =>
        _tokens.VerifyTokenAsync(new VerifyTokenRequest { TokenText = tokenText }, channel.Options(cancellation)).AnswerAsync(cancellation);

    public Task<RedeemTokenResponse> RedeemAsync(
        string tokenText,
        IEnumerable<string>? itemRefs = null,
        IEnumerable<KeyValuePair<string, AttributeValue>>? attributes = null,
        Guid? requestId = null,
        CancellationToken cancellation = default)
    {
        var request = new RedeemTokenRequest
        {
            RequestId = RequestId.OrNew(requestId),
            TokenText = tokenText,
            ItemRefs = { itemRefs ?? [] },
        };
        request.Attributes.Add((attributes ?? []).ToDictionary());
        return _tokens.RedeemTokenAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    public Task<RevokeTokenResponse> RevokeAsync(string tokenText, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new RevokeTokenRequest { RequestId = RequestId.OrNew(requestId), TokenText = tokenText };
        return _tokens.RevokeTokenAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    /// <summary>The keys that tokens are verified with; keep them, and ask again at least every hour.</summary>
    public Task<ListVerificationKeysResponse> ListKeysAsync(CancellationToken cancellation = default) =>
        _tokens.ListVerificationKeysAsync(new ListVerificationKeysRequest(), channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>The signed list of the revoked tokens of one key.</summary>
    public async Task<StatusList> GetStatusListAsync(ByteString keyId, CancellationToken cancellation = default)
    {
        var request = new GetStatusListRequest { KeyId = keyId };
        return (await _tokens.GetStatusListAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).StatusList;
    }

    /// <summary>The status lists of all keys, each again when it changes, and a sign of life at least every 30 s. Has no deadline and is not repeated.</summary>
    /// <param name="cursor">The last one received; empty begins with all lists.</param>
    /// <param name="cancellation">Ends the watch.</param>
    public async IAsyncEnumerable<WatchTokenStatusResponse> WatchStatusAsync(
        ByteString cursor, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var call = _tokens.WatchTokenStatus(new WatchTokenStatusRequest { ResumeCursor = cursor }, new CallOptions(cancellationToken: cancellation));
        while (await Answering.NextAsync(call.ResponseStream, cancellation))
            yield return call.ResponseStream.Current;
    }

    /// <summary>Decides and grants in one call. Hand over only on <see cref="GrantOutcome.Granted"/> and <see cref="GrantOutcome.Provisional"/>.</summary>
    public Task<BeginGrantResponse> BeginAsync(Inquiry inquiry, Guid? requestId = null, CancellationToken cancellation = default) =>
        BeginAsync(inquiry, null, requestId, cancellation);

    /// <summary>The same for a member who has paid the deposit instead of having it waived.</summary>
    public Task<BeginGrantResponse> BeginAsync(
        Inquiry inquiry, DepositPaid? deposit, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new BeginGrantRequest { RequestId = RequestId.OrNew(requestId), Inquiry = inquiry, DepositPaid = deposit };
        return _grants.BeginGrantAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    /// <summary>The thing was handed over; <paramref name="handoverTime"/> null means now.</summary>
    public async Task<Grant> ConfirmAsync(
        string grantId, DateTimeOffset? handoverTime = null, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new ConfirmHandoverRequest
        {
            RequestId = RequestId.OrNew(requestId),
            GrantId = grantId,
            HandoverTime = handoverTime?.ToTimestamp(),
        };
        var reply = await _grants.ConfirmHandoverAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
        return reply.Grant;
    }

    public async Task<Grant> GetAsync(GrantTarget target, CancellationToken cancellation = default)
    {
        var reply = await _grants.GetGrantAsync(target.ToGet(), channel.Options(cancellation)).AnswerAsync(cancellation);
        return reply.Grant;
    }

    /// <summary>A grant, or one thing of it, came back; <paramref name="returnTime"/> null means now.</summary>
    public async Task<Grant> ReturnAsync(
        GrantTarget target, DateTimeOffset? returnTime = null, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = target.ToReturn(RequestId.OrNew(requestId), returnTime);
        var reply = await _grants.ReturnGrantAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
        return reply.Grant;
    }

    /// <summary>The thing was not handed over: a lock jammed, the member left. Costs the member nothing.</summary>
    public async Task<Grant> CancelAsync(
        string grantId, string reason = "", Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new CancelGrantRequest { RequestId = RequestId.OrNew(requestId), GrantId = grantId, Reason = reason };
        var reply = await _grants.CancelGrantAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
        return reply.Grant;
    }
}
