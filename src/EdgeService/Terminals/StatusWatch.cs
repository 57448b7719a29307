using EdgeService.Core.Tokens;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Signing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>
/// Sends status lists as they change, each in a message of its own. It looks every second and keeps nothing for a reader but what that has been sent, so
/// one that reads slowly costs no memory and finds the latest state when it reads on. Who reads is looked up anew at each look.
/// </summary>
public sealed class StatusWatch(StatusLists statuses, IOptions<SigningOptions> options, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(options.Value.StatusHeartbeatSeconds);

    public async Task RunAsync(WatchTokenStatusRequest request, IServerStreamWriter<WatchTokenStatusResponse> stream, ServerCallContext context)
    {
        var sent = StatusWriting.ReadCursor(request.ResumeCursor);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var look = new PeriodicTimer(LookEvery, clock);
        var beat = DateTimeOffset.MinValue;
        do
        {
            CallerIdentity.Of(context);
            var lists = statuses.All();
            var changed = lists.Where(list => !sent.Contains((list.Key, list.Mark))).ToList();
            if (changed.Count == 0 && clock.GetUtcNow() - beat < _heartbeat)
                continue;
            sent.IntersectWith(lists.Select(list => (list.Key, list.Mark)));
            if (changed.Count == 0)
                await stream.WriteAsync(MessageOf(lists, sent), context.CancellationToken);
            foreach (var list in changed)
            {
                sent.Add((list.Key, list.Mark));
                await stream.WriteAsync(MessageOf(lists, sent, list), context.CancellationToken);
            }

            beat = clock.GetUtcNow();
        }
        while (await LooksAgainAsync(look, ending.Token));
    }

    /// <summary>The cursor names what has been sent, with this message, and nothing that is still to come.</summary>
    private WatchTokenStatusResponse MessageOf(IReadOnlyList<PublishedStatus> lists, HashSet<(KeyId Key, ulong Mark)> sent, PublishedStatus? changed = null)
    {
        var held = lists.Where(list => sent.Contains((list.Key, list.Mark))).ToList();
        var message = new WatchTokenStatusResponse { Cursor = StatusWriting.Cursor(held), CurrentTime = clock.GetUtcNow().ToTimestamp() };
        if (changed is not null)
            message.StatusLists.Add(StatusWriting.Write(changed));
        return message;
    }

    private static async Task<bool> LooksAgainAsync(PeriodicTimer look, CancellationToken ending)
    {
        try
        {
            return await look.WaitForNextTickAsync(ending);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
