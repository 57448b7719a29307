using EdgeService.Audit;
using EdgeService.Flow;
using EdgeService.Identity;
using Google.Protobuf;
using Grpc.Core;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>perks.edge.v1.GrantService: reads, calls the flow, writes.</summary>
public sealed class GrantEndpoint(BeginFlow begin, CustodyFlow custody, ReceiptFlow receipts, SettlementFlow settlements, OfflineClaims claims) : Wire.GrantService.GrantServiceBase
{
    public override async Task<Wire.BeginGrantResponse> BeginGrant(Wire.BeginGrantRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var requestId = FieldReading.RequestId(request.RequestId, ref faults);
        var question = InquiryReading.Read(request.Inquiry, "inquiry.", ref faults) with { Deposit = InquiryReading.Deposit(request.DepositPaid, ref faults) };
        faults.ThrowIfAny();
        var reply = await begin.RunAsync(caller, requestId, question, begun => BegunWriting.Write(begun).ToByteArray(), context.CancellationToken);
        return Wire.BeginGrantResponse.Parser.ParseFrom(reply);
    }

    public override async Task<Wire.GetGrantResponse> GetGrant(Wire.GetGrantRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        if (request.TargetCase == Wire.GetGrantRequest.TargetOneofCase.RequestId)
            return await GetSettledAsync(caller, request.RequestId, context);
        var faults = default(FieldFaults);
        var target = request.TargetCase == Wire.GetGrantRequest.TargetOneofCase.ItemRef
            ? FieldReading.ItemTarget(request.ItemRef, ref faults)
            : FieldReading.Grant(request.GrantId, ref faults);
        faults.ThrowIfAny();
        return new Wire.GetGrantResponse { Grant = GrantWriting.Write(await custody.GetAsync(caller, target, context.CancellationToken)) };
    }

    public override Task<Wire.ConfirmHandoverResponse> ConfirmHandover(Wire.ConfirmHandoverRequest request, ServerCallContext context) =>
        ChangeAsync(GrantChanges.Read(request), grant => new Wire.ConfirmHandoverResponse { Grant = grant }, context);

    public override async Task<Wire.ReturnGrantResponse> ReturnGrant(Wire.ReturnGrantRequest request, ServerCallContext context)
    {
        if (request.ReceiptText.Length == 0)
            return await ChangeAsync(GrantChanges.Read(request), Respond, context);
        var receipt = GrantChanges.ReadReceipt(request);
        var reply = await receipts.AtTerminalAsync(CallerIdentity.Of(context), receipt, sight => Respond(GrantWriting.Write(sight)).ToByteArray(), context.CancellationToken);
        return Wire.ReturnGrantResponse.Parser.ParseFrom(reply);

        static Wire.ReturnGrantResponse Respond(Wire.Grant grant) => new() { Grant = grant };
    }

    public override Task<Wire.ReportOfflineClaimsResponse> ReportOfflineClaims(
        IAsyncStreamReader<Wire.ReportOfflineClaimsRequest> requestStream, ServerCallContext context) => claims.ReadAsync(requestStream, context);

    public override Task<Wire.CancelGrantResponse> CancelGrant(Wire.CancelGrantRequest request, ServerCallContext context) =>
        ChangeAsync(GrantChanges.Read(request), grant => new Wire.CancelGrantResponse { Grant = grant }, context);

    public override Task<Wire.ExtendGrantResponse> ExtendGrant(Wire.ExtendGrantRequest request, ServerCallContext context) =>
        ChangeAsync(GrantChanges.Read(request), grant => new Wire.ExtendGrantResponse { Grant = grant }, context);

    public override Task<Wire.AddChargeResponse> AddCharge(Wire.AddChargeRequest request, ServerCallContext context) =>
        ChangeAsync(MoneyChanges.Read(request), grant => new Wire.AddChargeResponse { Grant = grant }, context);

    public override Task<Wire.RecordPaymentResponse> RecordPayment(Wire.RecordPaymentRequest request, ServerCallContext context) =>
        ChangeAsync(MoneyChanges.Read(request), grant => new Wire.RecordPaymentResponse { Grant = grant }, context);

    public override Task<Wire.WaiveChargeResponse> WaiveCharge(Wire.WaiveChargeRequest request, ServerCallContext context) =>
        ChangeAsync(MoneyChanges.Read(request), grant => new Wire.WaiveChargeResponse { Grant = grant }, context);

    public override Task<Wire.RecordRefundResponse> RecordRefund(Wire.RecordRefundRequest request, ServerCallContext context) =>
        ChangeAsync(MoneyChanges.Read(request), grant => new Wire.RecordRefundResponse { Grant = grant }, context);

    public override Task<Wire.HoldAmountResponse> HoldAmount(Wire.HoldAmountRequest request, ServerCallContext context) =>
        ChangeAsync(MoneyChanges.Read(request), grant => new Wire.HoldAmountResponse { Grant = grant }, context);

    public override Task<Wire.ReleaseAmountResponse> ReleaseAmount(Wire.ReleaseAmountRequest request, ServerCallContext context) =>
        ChangeAsync(MoneyChanges.Read(request), grant => new Wire.ReleaseAmountResponse { Grant = grant }, context);

    public override Task<Wire.ReportLostResponse> ReportLost(Wire.ReportLostRequest request, ServerCallContext context) =>
        ChangeAsync(GrantChanges.Read(request), grant => new Wire.ReportLostResponse { Grant = grant }, context);

    public override Task<Wire.CloseGrantResponse> CloseGrant(Wire.CloseGrantRequest request, ServerCallContext context) =>
        ChangeAsync(GrantChanges.Read(request), grant => new Wire.CloseGrantResponse { Grant = grant }, context);

    private async Task<Wire.GetGrantResponse> GetSettledAsync(Caller caller, string requestId, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var id = FieldReading.RequestId(requestId, ref faults);
        faults.ThrowIfAny();
        var (result, grant) = await settlements.RunAsync(caller, id, context.CancellationToken);
        return new Wire.GetGrantResponse { Outcome = (Wire.ClaimOutcome)result, Grant = grant is null ? null : GrantWriting.Write(grant) };
    }

    private async Task<TResponse> ChangeAsync<TResponse>(CustodyRequest request, Func<Wire.Grant, TResponse> respond, ServerCallContext context)
        where TResponse : class, IMessage<TResponse>, new()
    {
        AuditSubject.Of(context.GetHttpContext())?.Say(request.Target.Name);
        var reply = await custody.RunAsync(CallerIdentity.Of(context), request, sight => respond(GrantWriting.Write(sight)).ToByteArray(), context.CancellationToken);
        var response = new TResponse();
        response.MergeFrom(reply);
        return response;
    }
}
