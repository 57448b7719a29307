using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using EdgeService.Faults;
using EdgeService.Identity;

namespace EdgeService.Overview;

/// <summary>The figures as server-sent events, to one who watches: until he leaves, may no longer see them, or the service stops.</summary>
public sealed class FiguresEvents(FiguresFeed feed, IHostApplicationLifetime lifetime)
{
    public const string Event = "figures";

    /// <summary>How long a browser waits before it comes again.</summary>
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(3);

    public IResult To(HttpContext context) => HttpMethods.IsHead(context.Request.Method)
        ? TypedResults.Empty
        : TypedResults.ServerSentEvents(EventsAsync(context, context.RequestAborted));

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(HttpContext context, [EnumeratorCancellation] CancellationToken left)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(left, lifetime.ApplicationStopping);
        await using var frames = feed.WatchAsync(end.Token).GetAsyncEnumerator(end.Token);
        while (await MoveAsync(frames) && MayWatch(context))
            yield return new SseItem<string>(frames.Current.Json, Event) { ReconnectionInterval = ComeAgain };
    }

    /// <summary>A certificate may be revoked meanwhile: asked before every event.</summary>
    private static bool MayWatch(HttpContext context)
    {
        try
        {
            CallerIdentity.Of(context);
            return true;
        }
        catch (EdgeFaultException)
        {
            return false;
        }
    }

    private static async Task<bool> MoveAsync(IAsyncEnumerator<Frame> frames)
    {
        try
        {
            return await frames.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
