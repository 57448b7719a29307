using EdgeService.Core.Grants;
using EdgeService.Flow;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>From requests about a grant to what the flow is asked. Every fault of a request is collected first.</summary>
public static class GrantChanges
{
    public static CustodyRequest Read(Wire.ConfirmHandoverRequest request)
    {
        var faults = default(FieldFaults);
        var at = FieldReading.Moment(request.HandoverTime, "handover_time", ref faults);
        return Change("ConfirmHandover", request.RequestId, FieldReading.Grant(request.GrantId, ref faults), new RequestBody().Add(at), ref faults, (number, party) =>
            new ConfirmHandover(number, party.PartnerId, at, party.Actor));
    }

    public static CustodyRequest Read(Wire.ReturnGrantRequest request)
    {
        var faults = default(FieldFaults);
        var at = FieldReading.Moment(request.ReturnTime, "return_time", ref faults);
        var byItem = request.TargetCase == Wire.ReturnGrantRequest.TargetOneofCase.ItemRef;
        var target = byItem ? FieldReading.ItemTarget(request.ItemRef, ref faults) : FieldReading.Grant(request.GrantId, ref faults);
        return Change("ReturnGrant", request.RequestId, target, new RequestBody().Add(at), ref faults, (number, party) =>
            new Return(number, party.PartnerId, byItem ? [request.ItemRef] : [], at, party.Actor));
    }

    /// <summary>A return by receipt, which says by itself what came back; a target given must be the one it is for.</summary>
    public static ReceiptRequest ReadReceipt(Wire.ReturnGrantRequest request)
    {
        var faults = default(FieldFaults);
        var id = FieldReading.RequestId(request.RequestId, ref faults);
        FieldReading.Receipt(request.ReceiptText, "receipt_text", ref faults);
        faults.Require(request.ReturnTime is null, "", "return_time", "must be absent: the receipt has its own time");
        var target = request.TargetCase switch
        {
            Wire.ReturnGrantRequest.TargetOneofCase.GrantId => FieldReading.Grant(request.GrantId, ref faults),
            Wire.ReturnGrantRequest.TargetOneofCase.ItemRef => FieldReading.ItemTarget(request.ItemRef, ref faults),
            _ => default,
        };
        faults.ThrowIfAny();
        return new ReceiptRequest("ReturnGrant", id, request.ReceiptText) { Target = target };
    }

    public static CustodyRequest Read(Wire.CancelGrantRequest request)
    {
        var faults = default(FieldFaults);
        var reason = FieldReading.Reason(request.Reason, "called off", ref faults);
        return Change("CancelGrant", request.RequestId, FieldReading.Grant(request.GrantId, ref faults), new RequestBody().Add(request.Reason), ref faults, (number, party) =>
            new Cancel(number, party.PartnerId, party.Actor, reason));
    }

    public static CustodyRequest Read(Wire.ExtendGrantRequest request)
    {
        var faults = default(FieldFaults);
        var due = FieldReading.Moment(request.DueTime, "due_time", ref faults);
        faults.Require(request.DueTime is not null, "", "due_time", "required: the new due time");
        var reason = FieldReading.Reason(request.Reason, "more time given", ref faults);
        return Change("ExtendGrant", request.RequestId, FieldReading.Grant(request.GrantId, ref faults), new RequestBody().Add(due).Add(request.Reason), ref faults, (number, party) =>
            new Extend(number, party.PartnerId, due!.Value, party.Actor, reason));
    }

    public static CustodyRequest Read(Wire.ReportLostRequest request)
    {
        var faults = default(FieldFaults);
        var claim = FieldReading.Amount(request.Claim, "claim.", ref faults);
        var target = request.TargetCase == Wire.ReportLostRequest.TargetOneofCase.ItemRef
            ? FieldReading.ItemTarget(request.ItemRef, ref faults)
            : FieldReading.Grant(request.GrantId, ref faults);
        var reason = FieldReading.Reason(request.Reason, "declared lost", ref faults);
        return Change("ReportLost", request.RequestId, target, new RequestBody().Add(claim).Add(request.Reason), ref faults, (number, party) =>
            new ReportLost(number, party.PartnerId, claim, party.Actor, reason));
    }

    public static CustodyRequest Read(Wire.CloseGrantRequest request)
    {
        var faults = default(FieldFaults);
        var reason = FieldReading.Reason(request.Reason, "closed", ref faults);
        return Change("CloseGrant", request.RequestId, FieldReading.Grant(request.GrantId, ref faults), new RequestBody().Add(request.Reason), ref faults, (number, party) =>
            new Close(number, party.PartnerId, party.Actor, reason));
    }

    /// <summary>The request, once all of it is well formed.</summary>
    /// <exception cref="Faults.EdgeFaultException">Something is not; all of it is named.</exception>
    public static CustodyRequest Change(
        string method, string requestId, GrantTarget target, RequestBody body, ref FieldFaults faults, Func<long, Party, GrantCommand> commandOn)
    {
        var id = FieldReading.RequestId(requestId, ref faults);
        faults.ThrowIfAny();
        return new CustodyRequest(method, id, target, body, commandOn);
    }
}
