using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Telemetry;

namespace EdgeService.Doors.Web;

/// <summary>
/// What every page with figures passes after <see cref="WebGate"/>: 1. is it asked for at the browsers' door, 2. may this role read it, 3. is there a place,
/// in its caller's share and in all, as for any call or stream. It stands before each page and not among what every request passes: calls pay nothing for it.
/// </summary>
public sealed class PageGate(AccessTable access, CallLoad load, RecordedCalls recorded, EdgeMeter meter)
{
    private static readonly EdgeFault NotAllowed = new(FaultReason.MethodNotAllowed, "This page is for operators. Choose an operator's certificate: close the browser, open it anew, and it asks again.");

    private static readonly EdgeFault Overloaded = new(FaultReason.Overloaded, "Too much is under way at this edge. Try again in a moment.");

    /// <summary>Serves the page to whoever may read it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="page">Which page.</param>
    /// <param name="serve">Writes it.</param>
    public Task PassAsync(HttpContext context, WebPage page, RequestDelegate serve)
    {
        if (!WebDoor.Is(context.Features)) // 1
            return WebRefusal.SayAsync(context.Response, StatusCodes.Status404NotFound, "Pages are at the door for browsers.");
        var caller = CallerIdentity.Of(context);
        if ((access.OfPage(page.Path) & caller.Role) == 0) // 2
        {
            recorded.Refused(context, NotAllowed);
            return WebRefusal.SayAsync(context.Response, StatusCodes.Status403Forbidden, NotAllowed.Message);
        }

        return TakePlaceAsync(context, page, caller, serve);
    }

    private async Task TakePlaceAsync(HttpContext context, WebPage page, Caller caller, RequestDelegate serve)
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

            await ServeAsync(context, page, serve);
        }
        finally
        {
            allowance.Leave(!page.Streams);
        }
    }

    private async Task ServeAsync(HttpContext context, WebPage page, RequestDelegate serve)
    {
        try
        {
            await serve(context);
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
