using Perks.Admin.V1;

namespace EdgeService.Client;

/// <summary>What operators do about what members contest. Safe for concurrent use.</summary>
public sealed class DisputeClient(EdgeChannel channel)
{
    private readonly DisputeService.DisputeServiceClient _disputes = new(channel.Invoker);

    /// <summary>One page of disputes, those due first.</summary>
    public Task<ListDisputesResponse> ListAsync(ListDisputesRequest request, CancellationToken cancellation = default) =>
        _disputes.ListDisputesAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>A dispute, and the decision that it contests.</summary>
    public Task<GetDisputeResponse> GetAsync(string disputeId, CancellationToken cancellation = default) =>
        _disputes.GetDisputeAsync(new GetDisputeRequest { DisputeId = disputeId }, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>Decides a dispute. The member reads <paramref name="reason"/> as it is.</summary>
    public async Task<Dispute> ResolveAsync(
        string disputeId, bool upheld, string reason, bool liftListing = false, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new ResolveDisputeRequest
        {
            RequestId = RequestId.OrNew(requestId),
            DisputeId = disputeId,
            Outcome = upheld ? DisputeState.Upheld : DisputeState.Rejected,
            Reason = reason,
            FollowUp = liftListing ? DisputeFollowUp.LiftListing : DisputeFollowUp.Unspecified,
        };
        return (await _disputes.ResolveDisputeAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Dispute;
    }
}
