using EdgeService.Audit;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Terminals;
using Google.Protobuf;
using Grpc.Core;
using Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>perks.admin.v1.DisputeService: reads, calls the flow, writes.</summary>
public sealed class DisputeEndpoint(DisputeFlow disputes) : DisputeService.DisputeServiceBase
{
    private const int MaxReasonBytes = 1000;
    private const int MaxIdCharacters = 64;

    public override async Task<ListDisputesResponse> ListDisputes(ListDisputesRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var most = FieldReading.PageSize(request.PageSize, ref faults);
        faults.Require(request.PartnerId.Length <= MaxIdCharacters, "", "partner_id", "must be at most 64 characters");
        faults.ThrowIfAny();
        var partner = request.PartnerId.Length == 0 ? null : request.PartnerId;
        return await AnswerSize.FitAsync(most, async most =>
        {
            var (page, next) = await disputes.ListAsync(partner, request.IncludeDecided, request.OverdueOnly, request.PageToken, most, context.CancellationToken);
            return new ListDisputesResponse { Disputes = { page.Select(DisputeWriting.Write) }, NextPageToken = next };
        });
    }

    public override async Task<GetDisputeResponse> GetDispute(GetDisputeRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        RequireId(request.DisputeId, ref faults);
        faults.ThrowIfAny();
        var (dispute, decision) = await disputes.GetAsync(request.DisputeId, context.CancellationToken);
        return new GetDisputeResponse { Dispute = DisputeWriting.Write(dispute), Decision = decision is null ? null : DisputeWriting.Write(decision) };
    }

    public override async Task<ResolveDisputeResponse> ResolveDispute(ResolveDisputeRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var id = FieldReading.RequestId(request.RequestId, ref faults);
        RequireId(request.DisputeId, ref faults);
        var upheld = request.Outcome == DisputeState.Upheld;
        faults.Require(upheld || request.Outcome == DisputeState.Rejected, "", "outcome", "required: UPHELD or REJECTED");
        faults.Require(FieldReading.HasBytes(request.Reason, MaxReasonBytes), "", "reason", "required: why, for the member to read, 1 to 1000 bytes of UTF-8");
        var lift = request.FollowUp == DisputeFollowUp.LiftListing;
        faults.Require(lift || request.FollowUp == DisputeFollowUp.Unspecified, "", "follow_up", "must be absent or LIFT_LISTING");
        faults.Require(!lift || upheld, "", "follow_up", "must be absent where the dispute is rejected");
        faults.ThrowIfAny();
        AuditSubject.Of(context.GetHttpContext())?.Say($"dispute:{request.DisputeId}, {request.Outcome}{(lift ? ", listing lifted" : "")}");
        var decision = new DisputeDecision(id, request.DisputeId, upheld, request.Reason, lift);
        return ResolveDisputeResponse.Parser.ParseFrom(await disputes.ResolveAsync(CallerIdentity.Of(context), decision, Render, context.CancellationToken));

        static byte[] Render(DisputeSight sight) => new ResolveDisputeResponse { Dispute = DisputeWriting.Write(sight) }.ToByteArray();
    }

    private static void RequireId(string disputeId, ref FieldFaults faults) =>
        faults.Require(disputeId.Length is > 0 and <= MaxIdCharacters, "", "dispute_id", "required: the id of a dispute, 27 characters");
}
