using System.Net;
using EdgeService.Benchmarks.Serving;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EdgeService.Benchmarks.Peers;

/// <summary>
/// The least that .NET can answer a gRPC call with: Kestrel without host, routing and middleware, which reads the framed message, looks no further into it
/// and answers an empty one. What a handler made by hand could come near to.
/// </summary>
internal static class FramedServer
{
    public const string Part = "serve-framed";

    public static async Task<int> RunAsync()
    {
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        options.Listen(IPAddress.Loopback, 0, door => door.Protocols = HttpProtocols.Http2);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        using var kestrel = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        await kestrel.StartAsync(new EmptyAnswers(), CancellationToken.None);
        await ControlPipe.AnswerAsync(kestrel.Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.Single());
        await kestrel.StopAsync(CancellationToken.None);
        return 0;
    }

    private sealed class EmptyAnswers : IHttpApplication<IFeatureCollection>
    {
        private static readonly byte[] EmptyMessage = new byte[Load.GrpcFrame.HeaderSize];

        public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

        public async Task ProcessRequestAsync(IFeatureCollection context)
        {
            await ReadAsync(context.GetRequiredFeature<IRequestBodyPipeFeature>().Reader);
            context.GetRequiredFeature<IHttpResponseFeature>().Headers.ContentType = "application/grpc";
            var body = context.GetRequiredFeature<IHttpResponseBodyFeature>();
            EmptyMessage.CopyTo(body.Writer.GetSpan(EmptyMessage.Length));
            body.Writer.Advance(EmptyMessage.Length);
            context.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers["grpc-status"] = "0";
            await body.CompleteAsync();
        }

        public void DisposeContext(IFeatureCollection context, Exception? exception)
        {
        }

        private static async Task ReadAsync(System.IO.Pipelines.PipeReader reader)
        {
            for (var read = await reader.ReadAsync(); ; read = await reader.ReadAsync())
            {
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return;
            }
        }
    }
}
