using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Telemetry;
using Grpc.AspNetCore.Server;

namespace EdgeService.Doors.Web;

/// <summary>
/// What every request at the browsers' door passes: 1. headers that keep a browser from guessing, embedding and sending on, 2. does it come from a page of
/// this door, and, if it is no call, which the gate of calls sees to, 3. who asks, 4. only to read, 5. within the caller's pace.
/// </summary>
public sealed class WebGate(RequestDelegate next, RecordedCalls recorded, EdgeMeter meter)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; " +
        "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        if (!WebDoor.Is(context.Features))
            return next(context);
        Protect(context.Response.Headers); // 1
        var isCall = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not null;
        if (!SameOrigin.Is(context.Request) && (isCall || !SameOrigin.IsVisit(context.Request))) // 2
            return WebRefusal.SayAsync(context.Response, StatusCodes.Status403Forbidden, "Only pages of this very address may ask here.");
        return isCall ? next(context) : AdmitPage(context);
    }

    private Task AdmitPage(HttpContext context)
    {
        if (FaultOf(context) is { } unproven) // 3
        {
            recorded.Refused(context, unproven);
            return WebRefusal.SayAsync(context.Response, StatusCodes.Status403Forbidden, unproven.Message);
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) // 4
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return WebRefusal.SayAsync(context.Response, StatusCodes.Status405MethodNotAllowed, "There is nothing here but pages, and methods that are called by POST in gRPC-Web.");
        }

        var identity = context.Features.Get<ConnectionIdentity>()!;
        if (!identity.Allowance!.TryTake(1)) // 5
            return TurnAway(context);
        identity.CountCall();
        return next(context);
    }

    private static EdgeFault? FaultOf(HttpContext context)
    {
        try
        {
            CallerIdentity.Of(context);
            return null;
        }
        catch (EdgeFaultException unproven)
        {
            return unproven.Fault;
        }
    }

    private Task TurnAway(HttpContext context)
    {
        meter.Shed(ofAll: false);
        context.Features.Get<FrameWatch>()?.Refused();
        context.Response.Headers.RetryAfter = "1";
        return WebRefusal.SayAsync(context.Response, StatusCodes.Status429TooManyRequests, CallerAllowance.TooOften.Message);
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
