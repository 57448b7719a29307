using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perks.Edge.V1;

namespace EdgeService.Benchmarks.Serving;

/// <summary>
/// The least a gRPC service on this framework can be: AddGrpc, MapGrpcService, no logging, one method that reads its request
/// and answers an empty message. What it costs a call is what the full check is compared with.
/// </summary>
internal static class EmptyServer
{
    /// <summary>Words: the folder of development certificates, from which the TLS door takes the server's and the CA.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenPlain();
            if (words is [var pki])
            {
                kestrel.ListenMutual(pki);
                kestrel.ListenOneSided(pki);
            }
        });
        await using var app = builder.Build();
        app.MapGrpcService<EmptyEligibility>();
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        await ControlPipe.AnswerAsync(string.Join(' ', addresses));
        await app.StopAsync();
        return 0;
    }

    private sealed class EmptyEligibility : EligibilityService.EligibilityServiceBase
    {
        public override Task<CheckEligibilityResponse> CheckEligibility(CheckEligibilityRequest request, ServerCallContext context) =>
            Task.FromResult(new CheckEligibilityResponse());
    }
}
