using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace EdgeService.Operators;

/// <summary>The standard health service.</summary>
public sealed class HealthEndpoint(HealthBoard board, TimeProvider clock, IHostApplicationLifetime lifetime) : Health.HealthBase
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var status = board.StatusOf(request.Service);
        return status == ServingStatus.ServiceUnknown
            ? throw new RpcException(new Status(StatusCode.NotFound, "No service of that name is here."))
            : Task.FromResult(new HealthCheckResponse { Status = status });
    }

    public override Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var reply = new HealthListResponse();
        foreach (var service in HealthBoard.Services)
            reply.Statuses.Add(service, new HealthCheckResponse { Status = board.StatusOf(service) });
        return Task.FromResult(reply);
    }

    /// <summary>
    /// Looks every second and sends what has changed. When the service stops, the last thing sent is that it does not serve.
    /// </summary>
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var look = new PeriodicTimer(LookEvery, clock);
        ServingStatus? sent = null;
        do
        {
            var status = board.StatusOf(request.Service);
            if (status != sent)
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, context.CancellationToken);
            sent = status;
        }
        while (await LooksAgainAsync(look, ending.Token));
        if (!context.CancellationToken.IsCancellationRequested && board.StatusOf(request.Service) != sent)
            await responseStream.WriteAsync(new HealthCheckResponse { Status = board.StatusOf(request.Service) }, context.CancellationToken);
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
