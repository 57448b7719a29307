using EdgeService.Audit;
using EdgeService.Building.Audit;
using EdgeService.Faults;
using EdgeService.Identity;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeService.Doors;

/// <summary>What the audit log learns of calls: administrative acts, before and after, and who was refused.</summary>
public sealed class RecordedCalls(AuditTrail audit)
{
    private static readonly EdgeFault NotBegun = new(
        FaultReason.AuditUnavailable, "The audit log of this edge cannot be written: nothing was done. Make room on its disk, then call again.");

    private static readonly EdgeFault NotEnded = new(
        FaultReason.AuditUnavailable, "The audit log of this edge cannot be written any more: the act was begun and may be done. Make room on its disk, look, then call again with the same request_id.");

    private static readonly HashSet<string> Refusals = [.. Enum.GetValues<FaultReason>().Where(RefusedCaller.IsMeantBy).Select(FaultMapping.NameOf)];

    /// <summary>Makes a call that is an act: recorded as begun before it begins, and how it ended before its status is sent.</summary>
    public async Task ActAsync(HttpContext context, Caller caller, Func<Task> call)
    {
        if (!TryRecord(context, caller, "", AuditEntry.Begun))
        {
            FaultReply.Answer(context.Response, NotBegun);
            return;
        }

        var subject = new AuditSubject();
        context.Features.Set(subject);
        await call();
        if (!TryRecord(context, caller, subject.Text, OutcomeOf(context)) && TrailersOf(context) is { } trailers)
            FaultReply.Write(trailers, NotEnded);
    }

    /// <summary>A call that ended before its method.</summary>
    public void Refused(HttpContext context, EdgeFault fault) => Refused(context, FaultMapping.NameOf(fault.Reason));

    /// <summary>A call whose method refused it, if it did so because of who asked.</summary>
    public void EndedBy(HttpContext context, IHeaderDictionary trailers)
    {
        var reason = trailers[FaultMapping.ReasonTrailer].ToString();
        if (Refusals.Contains(reason))
            Refused(context, reason);
    }

    private void Refused(HttpContext context, string reason) =>
        audit.Refused(context.Features.Get<ConnectionIdentity>()?.ClaimedBy(context) ?? "", MethodOf(context), reason, context.TraceIdentifier);

    private bool TryRecord(HttpContext context, Caller caller, string subject, string outcome)
    {
        try
        {
            audit.Record(caller.Urn, MethodOf(context), subject, outcome, context.TraceIdentifier);
            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
    }

    /// <summary>The path of a call is its method.</summary>
    private static string MethodOf(HttpContext context) => context.Request.Path.Value?.TrimStart('/') ?? "";

    private static string OutcomeOf(HttpContext context)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return "BROKEN OFF";
        if (TrailersOf(context) is not { } trailers || trailers.GrpcStatus == "0")
            return AuditEntry.Done;
        var reason = trailers[FaultMapping.ReasonTrailer].ToString();
        var status = int.TryParse(trailers.GrpcStatus, out var code) ? ((StatusCode)code).ToString() : "";
        return $"REFUSED {(reason.Length > 0 ? reason : status)}";
    }

    private static IHeaderDictionary? TrailersOf(HttpContext context) =>
        context.Response.HasStarted ? context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : context.Response.Headers;
}
