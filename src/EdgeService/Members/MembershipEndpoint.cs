using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Terminals;
using Google.Protobuf;
using Grpc.Core;
using Perks.Member.V1;
using Edge = Perks.Edge.V1;
using OwnGrant = Perks.Member.V1.OwnGrant;

namespace EdgeService.Members;

/// <summary>perks.member.v1.MembershipService: reads, calls the flow, writes.</summary>
public sealed partial class MembershipEndpoint(
    IssueFlow issue, MemberPerksFlow perks, ExplainFlow explain, OwnGrantsFlow own, CustodyFlow custody, ReceiptFlow receipts, Picturing pictures, ConsentCalls consents, ContestCalls contests, AccessCalls accesses)
    : MembershipService.MembershipServiceBase
{
    public override async Task<IssueTokenResponse> IssueToken(IssueTokenRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var requestId = FieldReading.RequestId(request.RequestId, ref faults);
        faults.Require(request.Audience.Length > 0, "", "audience", "required: the code printed on the terminal, or of a gate group");
        var question = new PerkQuestion
        {
            Member = FieldReading.Member(request.MemberRef, "", ref faults),
            PerkId = FieldReading.PerkId(request.PerkId, "", ref faults),
            Units = FieldReading.Units(request.UnitCount, "", ref faults),
            Attributes = FieldReading.Attributes(request.Attributes, "", ref faults),
        };
        Picturing.Check(request.PictureFormat, ref faults);
        faults.ThrowIfAny();
        var reply = await issue.InAppAsync(caller, requestId, question, request.Audience, issued => Write(issued).ToByteArray(), context.CancellationToken);
        return reply.Kept is { } kept ? IssueTokenResponse.Parser.ParseFrom(kept) : Write(reply.Fresh!);

        IssueTokenResponse Write(Issued issued) => new()
        {
            Outcome = (Edge.Outcome)issued.Decided.Decision.Outcome,
            Token = issued.Token is { } token ? pictures.Write(token, request.PictureFormat) : null,
            DecisionId = UnsafeByteOperations.UnsafeWrap(issued.Decided.Id),
        };
    }

    public override Task<ListPerksResponse> ListPerks(ListPerksRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        faults.ThrowIfAny();
        var (outlooks, basis) = perks.Run(caller, member, request.Audience);
        var response = new ListPerksResponse { Basis = BasisWriting.Write(basis) };
        response.Perks.Add(outlooks.Select(outlook => ReasonWriting.Write(outlook, request.LanguageCode)));
        return Task.FromResult(response);
    }

    public override Task<ExplainDecisionResponse> ExplainDecision(ExplainDecisionRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        var id = DecisionId(request, ref faults);
        faults.ThrowIfAny();
        return Task.FromResult(ReasonWriting.Write(explain.Run(caller, member, id), request.LanguageCode));
    }

    public override async Task<SubmitReceiptResponse> SubmitReceipt(SubmitReceiptRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        var id = FieldReading.RequestId(request.RequestId, ref faults);
        faults.Require(request.ReceiptText.Length > 0, "", "receipt_text", "required: the receipt that the dock showed");
        FieldReading.Receipt(request.ReceiptText, "receipt_text", ref faults);
        faults.ThrowIfAny();
        var receipt = new ReceiptRequest("SubmitReceipt", id, request.ReceiptText);
        var reply = await receipts.OfMemberAsync(caller, member, receipt, sight => Render(sight, grant => new SubmitReceiptResponse { Grant = grant }), context.CancellationToken);
        return SubmitReceiptResponse.Parser.ParseFrom(reply);
    }

    public override async Task<ListGrantsResponse> ListGrants(ListGrantsRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        var most = FieldReading.PageSize(request.PageSize, ref faults);
        faults.ThrowIfAny();
        return await AnswerSize.FitAsync(most, async most =>
        {
            var (grants, next) = await own.ListAsync(caller, member, request.OpenOnly, request.PageToken, most, context.CancellationToken);
            return new ListGrantsResponse { Grants = { grants.Select(OwnGrantWriting.Write) }, NextPageToken = next };
        });
    }

    public override async Task<DisputeGrantResponse> DisputeGrant(DisputeGrantRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        var reason = FieldReading.RequiredReason(request.Reason, ref faults);
        var change = GrantChanges.Change(
            "DisputeGrant", request.RequestId, FieldReading.Grant(request.GrantId, ref faults), new RequestBody().Add(reason), ref faults, (number, party) =>
                new Dispute(number, party.PartnerId, party.Actor, reason));
        var reply = await custody.RunOwnAsync(caller, member, change, sight => Render(sight, grant => new DisputeGrantResponse { Grant = grant }), context.CancellationToken);
        return DisputeGrantResponse.Parser.ParseFrom(reply);
    }

    private byte[] Render(GrantSight sight, Func<OwnGrant, IMessage> respond) => respond(OwnGrantWriting.Write(own.Own(sight))).ToByteArray();

    private static byte[] DecisionId(ExplainDecisionRequest request, ref FieldFaults faults)
    {
        var id = request.DecisionCase switch
        {
            ExplainDecisionRequest.DecisionOneofCase.DecisionId => request.DecisionId.ToByteArray(),
            ExplainDecisionRequest.DecisionOneofCase.ClaimCode => DecisionSeal.TryReadClaimCode(request.ClaimCode),
            _ => null,
        };
        faults.Require(id is { Length: > 0 and <= DecisionSeal.MaxSize }, "", "decision", "required: the decision id of a reply, or the claim code a terminal showed");
        return id ?? [];
    }
}
