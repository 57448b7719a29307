using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Telemetry;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeService.Doors;

/// <summary>
/// What every call passes, unary or streaming: 1. may this caller call this method, 2. is there a place, 3. the deadline,
/// then the method, and 4. an unexpected end becomes INTERNAL, or the caller's fault if its message was unreadable.
/// A middleware, for an interceptor costs every call several allocations and sees neither unreadable messages nor the deadline.
/// </summary>
public sealed class CallGate(RequestDelegate next, CallLoad load, EdgeMeter meter, ILogger<CallGate> log)
{
    private const string Unknown = "2";

    private static readonly EdgeFault Overloaded =
        new(FaultReason.Overloaded, "Too many calls are under way. Try again after the delay.") { RetryAfter = TimeSpan.FromMilliseconds(250) };

    private static readonly EdgeFault NotAllowed = new(FaultReason.MethodNotAllowed, "This role may not call this method.");

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not { } grpc)
            return next(context);
        var policy = CallPolicy.Of(grpc.Method);
        return Admit(context, policy) is { } fault ? Refuse(context, fault) : Run(context, policy);
    }

    private static EdgeFault? Admit(HttpContext context, CallPolicy policy)
    {
        try
        {
            return (CallerIdentity.Of(context).Role & policy.Roles) != 0 ? null : NotAllowed; // 1
        }
        catch (EdgeFaultException unproven)
        {
            return unproven.Fault;
        }
    }

    private Task Run(HttpContext context, CallPolicy policy)
    {
        if (policy.Sheddable && !load.TryEnter(policy.Unary)) // 2
        {
            meter.Shed();
            return Refuse(context, Overloaded);
        }

        if (policy.Capped && (policy.Waits || !RequestMessage.HasArrived(context.Request.BodyReader)))
            Deadline.Limit(context.Request.Headers); // 3
        var call = next(context);
        if (!call.IsCompletedSuccessfully)
            return FinishAsync(call, context, policy);
        Leave(context, policy);
        return call;
    }

    private async Task FinishAsync(Task call, HttpContext context, CallPolicy policy)
    {
        try
        {
            await call;
        }
        finally
        {
            Leave(context, policy);
        }
    }

    private void Leave(HttpContext context, CallPolicy policy)
    {
        if (policy.Sheddable)
            load.Leave(policy.Unary);
        var trailers = context.Response.HasStarted ? context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : context.Response.Headers;
        if (trailers is not null && trailers.GrpcStatus == Unknown) // 4
            EndUnexpected(context, trailers);
    }

    private void EndUnexpected(HttpContext context, IHeaderDictionary trailers)
    {
        var cause = context.Features.Get<IServerCallContextFeature>()?.ServerCallContext.Status.DebugException;
        if (UnreadableMessage.IsCauseOf(cause))
        {
            FaultReply.Write(trailers, UnreadableMessage.Fault);
            return;
        }

        log.CallFailed(cause, context.Request.Path, context.TraceIdentifier);
        FaultReply.Write(trailers, new EdgeFault(FaultReason.Internal, $"A fault of the service. Its log has request {context.TraceIdentifier}."));
    }

    private static Task Refuse(HttpContext context, EdgeFault fault)
    {
        FaultReply.Answer(context.Response, fault);
        return Task.CompletedTask;
    }
}
