using Google.Protobuf.WellKnownTypes;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>
/// What happens to a grant after it was made: more time, charges and payments, loss, its end, receipts, and what was done while the
/// terminal was cut off. Answers with the grant as it then is. Safe for concurrent use.
/// </summary>
public sealed class GrantClient(EdgeChannel channel)
{
    private readonly GrantService.GrantServiceClient _grants = new(channel.Invoker);

    /// <summary>Gives more time; <paramref name="dueTime"/> must be later than the present one.</summary>
    public async Task<Grant> ExtendAsync(
        string grantId, DateTimeOffset dueTime, string reason = "", Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new ExtendGrantRequest { RequestId = RequestId.OrNew(requestId), GrantId = grantId, DueTime = dueTime.ToTimestamp(), Reason = reason };
        return (await _grants.ExtendGrantAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>Charges for a grant. <paramref name="chargeRef"/> is the partner's own reference, once per grant.</summary>
    public async Task<Grant> ChargeAsync(
        string grantId, Money amount, string chargeRef, string reason = "", string holdRef = "", Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new AddChargeRequest
        {
            RequestId = RequestId.OrNew(requestId),
            GrantId = grantId,
            Amount = amount,
            ChargeRef = chargeRef,
            Reason = reason,
            HoldRef = holdRef,
        };
        return (await _grants.AddChargeAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>Something was paid, or a payment did not go through. <paramref name="paymentRef"/> is the payment's own reference, once per grant.</summary>
    public async Task<Grant> PayAsync(
        string grantId, Money amount, string paymentRef, bool failed = false, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new RecordPaymentRequest
        {
            RequestId = RequestId.OrNew(requestId),
            GrantId = grantId,
            Amount = amount,
            PaymentRef = paymentRef,
            Failed = failed,
        };
        return (await _grants.RecordPaymentAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>An amount that was charged is not asked for any more.</summary>
    public async Task<Grant> WaiveAsync(
        string grantId, Money amount, string waiverRef, string reason = "", Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new WaiveChargeRequest
        {
            RequestId = RequestId.OrNew(requestId),
            GrantId = grantId,
            Amount = amount,
            WaiverRef = waiverRef,
            Reason = reason,
        };
        return (await _grants.WaiveChargeAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>The member got money back that was owed.</summary>
    public async Task<Grant> RefundAsync(
        string grantId, Money amount, string refundRef, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new RecordRefundRequest { RequestId = RequestId.OrNew(requestId), GrantId = grantId, Amount = amount, RefundRef = refundRef };
        return (await _grants.RecordRefundAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>Sets an amount of a credit line aside.</summary>
    public async Task<Grant> HoldAsync(
        string grantId, Money amount, string holdRef, string reason = "", Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new HoldAmountRequest
        {
            RequestId = RequestId.OrNew(requestId),
            GrantId = grantId,
            Amount = amount,
            HoldRef = holdRef,
            Reason = reason,
        };
        return (await _grants.HoldAmountAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>Frees what was set aside under <paramref name="holdRef"/>, whole or in part.</summary>
    public async Task<Grant> ReleaseAsync(
        string grantId, Money amount, string holdRef, string releaseRef, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new ReleaseAmountRequest
        {
            RequestId = RequestId.OrNew(requestId),
            GrantId = grantId,
            Amount = amount,
            HoldRef = holdRef,
            ReleaseRef = releaseRef,
        };
        return (await _grants.ReleaseAmountAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>The thing is lost. A <paramref name="claim"/> beyond the deposit counts as the deposit; null claims nothing.</summary>
    public async Task<Grant> ReportLostAsync(
        GrantTarget target, Money? claim = null, string reason = "", Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = target.ToLost(RequestId.OrNew(requestId), claim, reason);
        return (await _grants.ReportLostAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>Ends a visit, a trial that is kept, or a credit line. What was charged stays due.</summary>
    public async Task<Grant> CloseAsync(string grantId, string reason = "", Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new CloseGrantRequest { RequestId = RequestId.OrNew(requestId), GrantId = grantId, Reason = reason };
        return (await _grants.CloseGrantAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>A thing came back, as the dock's signed receipt (<c>PR1...</c>) says, however late it is handed in.</summary>
    public Task<Grant> ReturnAsync(string receiptText, Guid? requestId = null, CancellationToken cancellation = default) =>
        ReturnAsync(new ReturnGrantRequest { RequestId = RequestId.OrNew(requestId), ReceiptText = receiptText }, cancellation);

    /// <summary>The same, for a grant that is named: needed where nothing is out any more.</summary>
    public Task<Grant> ReturnAsync(GrantTarget target, string receiptText, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = target.ToReturn(RequestId.OrNew(requestId), null);
        request.ReceiptText = receiptText;
        return ReturnAsync(request, cancellation);
    }

    private async Task<Grant> ReturnAsync(ReturnGrantRequest request, CancellationToken cancellation)
    {
        return (await _grants.ReturnGrantAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>What became of a call that was answered provisionally, by its request id.</summary>
    public Task<GetGrantResponse> SettlementAsync(Guid requestId, CancellationToken cancellation = default) =>
        _grants.GetGrantAsync(new GetGrantRequest { RequestId = requestId.ToString() }, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>
    /// Uploads what was done while the terminal was cut off, in the order of <see cref="ReportOfflineClaimsRequest.Sequence"/>, in as many
    /// calls as it takes. Ends early where the service says that it cannot settle more now: the answer tells how far it came.
    /// </summary>
    public Task<ReportOfflineClaimsResponse> ReportClaimsAsync(
        IReadOnlyList<ReportOfflineClaimsRequest> claims, CancellationToken cancellation = default) =>
        ClaimUpload.RunAsync(_grants, claims, cancellation);
}
