using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Signing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>
/// Sends status lists as they change. It looks every second and keeps nothing for a reader but what that has been sent, so one that reads
/// slowly costs no memory and finds the latest state when it reads on. Who reads is looked up anew at each look.
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
            await stream.WriteAsync(MessageOf(lists, changed), context.CancellationToken);
            (sent, beat) = ([.. lists.Select(list => (list.Key, list.Mark))], clock.GetUtcNow());
        }
        while (await LooksAgainAsync(look, ending.Token));
    }

    private WatchTokenStatusResponse MessageOf(IReadOnlyList<PublishedStatus> lists, IEnumerable<PublishedStatus> changed)
    {
        var message = new WatchTokenStatusResponse { Cursor = StatusWriting.Cursor(lists), CurrentTime = clock.GetUtcNow().ToTimestamp() };
        message.StatusLists.Add(changed.Select(StatusWriting.Write));
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
