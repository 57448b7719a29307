using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Telemetry;

namespace EdgeService.Doors.Web;

/// <summary>
/// What every page with figures passes after <see cref="WebGate"/>: 1. is it asked for at the browsers' door, 2. may this role read it, 3. is there a place,
/// in its caller's share and in all, as for any call or stream.
/// </summary>
public sealed class PageGate(RequestDelegate next, AccessTable access, CallLoad load, RecordedCalls recorded, EdgeMeter meter)
{
    private static readonly EdgeFault NotAllowed = new(FaultReason.MethodNotAllowed, "This page is for operators. Choose an operator's certificate: close the browser, open it anew, and it asks again.");

    private static readonly EdgeFault Overloaded = new(FaultReason.Overloaded, "Too much is under way at this edge. Try again in a moment.");

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<WebPage>() is not { } page)
            return next(context);
        if (!WebDoor.Is(context.Features)) // 1
            return WebRefusal.SayAsync(context.Response, StatusCodes.Status404NotFound, "Pages are at the door for browsers.");
        var caller = CallerIdentity.Of(context);
        if ((access.OfPage(page.Path) & caller.Role) == 0) // 2
        {
            recorded.Refused(context, NotAllowed);
            return WebRefusal.SayAsync(context.Response, StatusCodes.Status403Forbidden, NotAllowed.Message);
        }

        return ServeAsync(context, page, caller);
    }

    private async Task ServeAsync(HttpContext context, WebPage page, Caller caller)
    {
        var allowance = context.Features.Get<ConnectionIdentity>()!.Allowance!;
        if (!allowance.TryEnter(!page.Streams)) // 3
        {
            await TurnAwayAsync(context, CallerAllowance.TooManyAtOnce, StatusCodes.Status429TooManyRequests);
            return;
        }

        try
        {
            if (!load.TryEnter(!page.Streams, caller.Role == CallerRole.Operator))
            {
                await TurnAwayAsync(context, Overloaded, StatusCodes.Status503ServiceUnavailable);
                return;
            }

            await RunAsync(context, page);
        }
        finally
        {
            allowance.Leave(!page.Streams);
        }
    }

    private async Task RunAsync(HttpContext context, WebPage page)
    {
        try
        {
            await next(context);
        }
        finally
        {
            load.Leave(!page.Streams);
        }
    }

    private Task TurnAwayAsync(HttpContext context, EdgeFault full, int status)
    {
        meter.Shed(ofAll: status == StatusCodes.Status503ServiceUnavailable);
        context.Response.Headers.RetryAfter = "1";
        return WebRefusal.SayAsync(context.Response, status, full.Message);
    }
}
