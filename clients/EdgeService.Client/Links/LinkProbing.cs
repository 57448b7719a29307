using System.Collections.Frozen;
using Grpc.Core;
using Grpc.Health.V1;

namespace EdgeService.Client.Links;

/// <summary>
/// Asks each edge how it is (grpc.health.v1): one that answers when it has been quiet for a while, one that does not after waits that grow, each drawn
/// from its upper half, so that all terminals of a street do not come back at one moment. Ends when disposed of.
/// </summary>
internal sealed class LinkProbing : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public LinkProbing(EdgeLinks links, TimeSpan every) => _running = Task.WhenAll(links.All.Select(link => RunAsync(link, every)));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync(EdgeLink link, TimeSpan every)
    {
        var (client, backoff) = (new Health.HealthClient(link.Invoker), new Backoff(First, Longest));
        try
        {
            while (true)
            {
                await ProbeAsync(link, client, _stopping.Token);
                if (link.State.Answers == true)
                    backoff.Reset();
                await Task.Delay(link.State.Answers == true ? every * (0.8 + (Random.Shared.NextDouble() * 0.4)) : backoff.Next(), _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private static async Task ProbeAsync(EdgeLink link, Health.HealthClient client, CancellationToken stopping)
    {
        try
        {
            var reply = await client.ListAsync(new HealthListRequest(), new CallOptions(deadline: DateTime.UtcNow + Patience, cancellationToken: stopping));
            link.Reported(reply.Statuses.Where(service => service.Value.Status == HealthCheckResponse.Types.ServingStatus.NotServing).Select(service => service.Key).ToFrozenSet());
        }
        catch (RpcException) when (stopping.IsCancellationRequested)
        {
            throw new OperationCanceledException(stopping);
        }
        catch (RpcException unimplemented) when (unimplemented.StatusCode == StatusCode.Unimplemented)
        {
            // A server without this method serves for all that is known.
            link.Answered();
        }
        catch (RpcException failure)
        {
            LinkFault.IsWorthAnother(failure, link, silent: true, cancelled: false);
        }
    }
}
