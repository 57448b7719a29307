using EdgeService.Core.Grants;
using EdgeService.Flow;
using EdgeService.Identity;
using Google.Protobuf;
using Grpc.Core;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>perks.edge.v1.GrantService: reads, calls the flow, writes.</summary>
public sealed class GrantEndpoint(BeginFlow begin, CustodyFlow custody) : Wire.GrantService.GrantServiceBase
{
    private const int MaxReasonBytes = 200;

    public override async Task<Wire.BeginGrantResponse> BeginGrant(Wire.BeginGrantRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var requestId = FieldReading.RequestId(request.RequestId, ref faults);
        var question = InquiryReading.Read(request.Inquiry, "inquiry.", ref faults);
        faults.ThrowIfAny();
        var reply = await begin.RunAsync(caller, requestId, question, begun => BegunWriting.Write(begun).ToByteArray(), context.CancellationToken);
        return Wire.BeginGrantResponse.Parser.ParseFrom(reply);
    }

    public override async Task<Wire.ConfirmHandoverResponse> ConfirmHandover(Wire.ConfirmHandoverRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var at = FieldReading.Moment(request.HandoverTime, "handover_time", ref faults);
        var change = Read("ConfirmHandover", request.RequestId, Target(request.GrantId, ref faults), new RequestBody().Add(at), ref faults, (number, actor) =>
            new ConfirmHandover(number, caller.PartnerId, at, actor));
        var reply = await custody.RunAsync(caller, change, Render(grant => new Wire.ConfirmHandoverResponse { Grant = grant }), context.CancellationToken);
        return Wire.ConfirmHandoverResponse.Parser.ParseFrom(reply);
    }

    public override async Task<Wire.GetGrantResponse> GetGrant(Wire.GetGrantRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var target = request.TargetCase == Wire.GetGrantRequest.TargetOneofCase.ItemRef
            ? new GrantTarget(null, FieldReading.Item(request.ItemRef, ref faults))
            : Target(request.GrantId, ref faults);
        faults.ThrowIfAny();
        return new Wire.GetGrantResponse { Grant = GrantWriting.Write(await custody.GetAsync(caller, target, context.CancellationToken)) };
    }

    public override async Task<Wire.ReturnGrantResponse> ReturnGrant(Wire.ReturnGrantRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var at = FieldReading.Moment(request.ReturnTime, "return_time", ref faults);
        var byItem = request.TargetCase == Wire.ReturnGrantRequest.TargetOneofCase.ItemRef;
        var target = byItem ? new GrantTarget(null, FieldReading.Item(request.ItemRef, ref faults)) : Target(request.GrantId, ref faults);
        var change = Read("ReturnGrant", request.RequestId, target, new RequestBody().Add(at), ref faults, (number, actor) =>
            new Return(number, caller.PartnerId, byItem ? [request.ItemRef] : [], at, actor));
        var reply = await custody.RunAsync(caller, change, Render(grant => new Wire.ReturnGrantResponse { Grant = grant }), context.CancellationToken);
        return Wire.ReturnGrantResponse.Parser.ParseFrom(reply);
    }

    public override async Task<Wire.CancelGrantResponse> CancelGrant(Wire.CancelGrantRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        faults.Require(request.Reason.Length == 0 || FieldReading.HasBytes(request.Reason, MaxReasonBytes), "", "reason", "must be at most 200 bytes of UTF-8");
        var change = Read("CancelGrant", request.RequestId, Target(request.GrantId, ref faults), new RequestBody().Add(request.Reason), ref faults, (number, actor) =>
            new Cancel(number, caller.PartnerId, actor, request.Reason.Length == 0 ? "called off" : request.Reason));
        var reply = await custody.RunAsync(caller, change, Render(grant => new Wire.CancelGrantResponse { Grant = grant }), context.CancellationToken);
        return Wire.CancelGrantResponse.Parser.ParseFrom(reply);
    }

    private static CustodyRequest Read(
        string method, string requestId, GrantTarget target, RequestBody body, ref FieldFaults faults, Func<long, Actor, GrantCommand> commandOn)
    {
        var id = FieldReading.RequestId(requestId, ref faults);
        faults.ThrowIfAny();
        return new CustodyRequest(method, id, target, body, commandOn);
    }

    private static GrantTarget Target(string grantId, ref FieldFaults faults)
    {
        faults.Require(grantId.Length is > 0 and <= 64, "", "grant_id", "required: a grant id, 27 characters");
        return new GrantTarget(grantId, null);
    }

    private static Func<GrantSight, byte[]> Render<TResponse>(Func<Wire.Grant, TResponse> respond)
        where TResponse : IMessage => sight => respond(GrantWriting.Write(sight)).ToByteArray();
}
