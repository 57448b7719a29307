using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Flow;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>From requests about the money of a grant to what the flow is asked.</summary>
public static class MoneyChanges
{
    public static CustodyRequest Read(Wire.AddChargeRequest request) => Read(
        "AddCharge", request.RequestId, request.GrantId, request.Amount, request.ChargeRef, "charge_ref", request.Reason, request.HoldRef, (number, party, line) =>
            new AddCharge(number, party.PartnerId, line.Reference, line.Amount, party.Actor, line.ReasonOr("charged"), line.HoldRef.Length == 0 ? null : line.HoldRef));

    public static CustodyRequest Read(Wire.RecordPaymentRequest request) => Read(
        "RecordPayment", request.RequestId, request.GrantId, request.Amount, request.PaymentRef, "payment_ref", request.Failed ? "payment failed" : "", "", (number, party, line) =>
            new RecordPayment(number, party.PartnerId, line.Reference, line.Amount, request.Failed, party.Actor, line.ReasonOr("paid")));

    public static CustodyRequest Read(Wire.WaiveChargeRequest request) => Read(
        "WaiveCharge", request.RequestId, request.GrantId, request.Amount, request.WaiverRef, "waiver_ref", request.Reason, "", (number, party, line) =>
            new Waive(number, party.PartnerId, line.Reference, line.Amount, party.Actor, line.ReasonOr("waived")));

    public static CustodyRequest Read(Wire.RecordRefundRequest request) => Read(
        "RecordRefund", request.RequestId, request.GrantId, request.Amount, request.RefundRef, "refund_ref", "", "", (number, party, line) =>
            new RecordRefund(number, party.PartnerId, line.Reference, line.Amount, party.Actor));

    public static CustodyRequest Read(Wire.HoldAmountRequest request) => Read(
        "HoldAmount", request.RequestId, request.GrantId, request.Amount, request.HoldRef, "hold_ref", request.Reason, "", (number, party, line) =>
            new HoldAmount(number, party.PartnerId, line.Reference, line.Amount, party.Actor, line.ReasonOr("held")));

    public static CustodyRequest Read(Wire.ReleaseAmountRequest request) => Read(
        "ReleaseAmount", request.RequestId, request.GrantId, request.Amount, request.ReleaseRef, "release_ref", "", request.HoldRef, (number, party, line) =>
            new ReleaseAmount(number, party.PartnerId, line.HoldRef, line.Reference, line.Amount, party.Actor));

    private static CustodyRequest Read(
        string method,
        string requestId,
        string grantId,
        Wire.Money? amount,
        string reference,
        string referenceField,
        string reason,
        string holdRef,
        Func<long, Party, Line, GrantCommand> commandOn)
    {
        var faults = default(FieldFaults);
        var target = FieldReading.Grant(grantId, ref faults);
        var money = FieldReading.Amount(amount, "", ref faults);
        faults.Require(amount is not null, "", "amount", "required");
        FieldReading.Reference(reference, referenceField, ref faults);
        FieldReading.Reason(reason, "", ref faults);
        faults.Require(holdRef.Length == 0 || FieldReading.IsReference(holdRef), "", "hold_ref", "must be at most 64 bytes of UTF-8");
        var body = new RequestBody().Add(money).Add(reference).Add(reason).Add(holdRef);
        return GrantChanges.Change(method, requestId, target, body, ref faults, (number, party) => commandOn(number, party, new Line(money!.Value, reference, reason, holdRef)));
    }

    private readonly record struct Line(Money Amount, string Reference, string Reason, string HoldRef)
    {
        public string ReasonOr(string usual) => Reason.Length == 0 ? usual : Reason;
    }
}
