using EdgeService.Doors.Web;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Telemetry;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeService.Doors;

/// <summary>
/// What every call passes, unary or streaming: 1. may this caller call this method, and is it an act to be recorded, 2. is there a place, in its
/// caller's share and in all, 3. the deadline, then the method, and 4. an unexpected end becomes INTERNAL, or the caller's fault if its message was unreadable
/// or badly framed.
/// A middleware, for an interceptor costs every call several allocations and sees neither unreadable messages nor the deadline.
/// </summary>
public sealed class CallGate(
    RequestDelegate next, CallPolicies policies, CallLoad load, RecordedCalls recorded, EdgeMeter meter, IServiceProvider services, ILogger<CallGate> log)
{
    private const string Ok = "0";
    private const string Unknown = "2";
    private const string Internal = "13";

    private static readonly ReadyReply Overloaded = new(
        new(FaultReason.Overloaded, "Too many calls are under way. Try again after the delay.") { RetryAfter = TimeSpan.FromMilliseconds(250) });

    private static readonly ReadyReply TooOften = new(CallerAllowance.TooOften);
    private static readonly ReadyReply TooManyAtOnce = new(CallerAllowance.TooManyAtOnce);

    private static readonly EdgeFault NotAllowed = new(FaultReason.MethodNotAllowed, "This role may not call this method.");

    private readonly SharedServices _services = new(services);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || policies.Of(endpoint) is not { } policy)
            return PassBy(context);
        context.Features.Set<IServiceProvidersFeature>(_services);
        var identity = context.Features.Get<ConnectionIdentity>();
        if (Admit(context, policy, identity, out var caller) is { } fault)
            return RefuseCaller(context, fault);
        return (caller!.Role & policy.Acting) == 0 ? Run(context, policy, identity!, caller) : Act(context, policy, identity!, caller);
    }

    /// <summary>
    /// What is no method of ours the framework answers, with UNIMPLEMENTED or as not found. Asking costs a call of the caller's pace all the same; at the
    /// browsers' door it is taken already.
    /// </summary>
    private Task PassBy(HttpContext context) =>
        WebDoor.Is(context.Features) || context.Features.Get<ConnectionIdentity>()?.Allowance is not { } allowance || allowance.TryTake(1)
            ? next(context)
            : TurnAway(context, TooOften);

    private Task Act(HttpContext context, CallPolicy policy, ConnectionIdentity identity, Caller caller) =>
        recorded.ActAsync(context, caller, () => Run(context, policy, identity, caller));

    private static EdgeFault? Admit(HttpContext context, CallPolicy policy, ConnectionIdentity? identity, out Caller? caller)
    {
        caller = null;
        if (identity is null)
            return CallerIdentity.Missing;
        try
        {
            caller = identity.CallerOf(context);
            return (caller.Role & policy.Roles) != 0 ? null : NotAllowed; // 1
        }
        catch (EdgeFaultException unproven)
        {
            return unproven.Fault;
        }
    }

    private Task RefuseCaller(HttpContext context, EdgeFault fault)
    {
        recorded.Refused(context, fault);
        return Refuse(context, fault);
    }

    private Task Run(HttpContext context, CallPolicy policy, ConnectionIdentity identity, Caller caller)
    {
        if (Enter(identity.Allowance!, policy, caller) is { } full) // 2
            return TurnAway(context, full);
        Task call;
        try
        {
            call = Begin(context, policy, identity);
        }
        catch
        {
            Leave(context, identity, policy); // Whatever happens, a call's places are given back.
            throw;
        }

        if (!call.IsCompletedSuccessfully)
            return FinishAsync(call, context, identity, policy);
        Leave(context, identity, policy);
        return call;
    }

    private Task Begin(HttpContext context, CallPolicy policy, ConnectionIdentity identity)
    {
        identity.CountCall();
        if (policy.Capped && (policy.Waits || !RequestMessage.HasArrived(context.Request.BodyReader)))
            Deadline.Limit(context.Request.Headers); // 3
        return next(context);
    }

    /// <summary>Takes the call's places: its caller's pace, its caller's share, and of all that there are. Null if it has them.</summary>
    private ReadyReply? Enter(CallerAllowance allowance, CallPolicy policy, Caller caller)
    {
        if (!allowance.TryTake(1))
            return TooOften;
        if (!policy.Sheddable)
            return null;
        if (!allowance.TryEnter(policy.Unary))
            return TooManyAtOnce;
        if (load.TryEnter(policy.Unary, caller.Role == CallerRole.Operator))
            return null;
        allowance.Leave(policy.Unary);
        return Overloaded;
    }

    private Task TurnAway(HttpContext context, ReadyReply full)
    {
        meter.Shed(ofAll: full == Overloaded);
        context.Features.Get<FrameWatch>()?.Refused();
        full.Answer(context.Response);
        return Task.CompletedTask;
    }

    private async Task FinishAsync(Task call, HttpContext context, ConnectionIdentity identity, CallPolicy policy)
    {
        try
        {
            await call;
        }
        finally
        {
            Leave(context, identity, policy);
        }
    }

    private void Leave(HttpContext context, ConnectionIdentity identity, CallPolicy policy)
    {
        if (policy.Sheddable)
        {
            load.Leave(policy.Unary);
            identity.Allowance!.Leave(policy.Unary);
        }

        var trailers = context.Response.HasStarted ? context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : context.Response.Headers;
        if (trailers is null || trailers.GrpcStatus.Count == 0 || trailers.GrpcStatus == Ok)
            return;
        if (trailers.GrpcStatus == Unknown)
            EndUnexpected(context, trailers); // 4
        else if (trailers.GrpcStatus == Internal && !trailers.ContainsKey(FaultMapping.ReasonTrailer))
            FaultReply.Write(trailers, UnreadableMessage.Unframed);
        else
            recorded.EndedBy(context, trailers);
    }

    private void EndUnexpected(HttpContext context, IHeaderDictionary trailers)
    {
        var cause = context.Features.Get<IServerCallContextFeature>()?.ServerCallContext.Status.DebugException;
        if (UnreadableMessage.IsCauseOf(cause))
        {
            FaultReply.Write(trailers, UnreadableMessage.Fault);
            return;
        }

        if (cause is IOException && context.RequestAborted.IsCancellationRequested)
            return; // The client gave it up while it was read: no fault of the service, and nobody is there to be told.
        log.CallFailed(cause, context.Request.Path, context.TraceIdentifier);
        FaultReply.Write(trailers, new EdgeFault(FaultReason.Internal, $"A fault of the service. Its log has request {context.TraceIdentifier}."));
    }

    private static Task Refuse(HttpContext context, EdgeFault fault)
    {
        FaultReply.Answer(context.Response, fault);
        return Task.CompletedTask;
    }
}
