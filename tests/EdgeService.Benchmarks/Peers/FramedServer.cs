using System.IO.Pipelines;
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

        public Task ProcessRequestAsync(IFeatureCollection context)
        {
            var reader = context.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
            if (!reader.TryRead(out var read))
                return ReadOnAsync(context, reader);
            reader.AdvanceTo(read.Buffer.End);
            if (!read.IsCompleted)
                return ReadOnAsync(context, reader);
            Answer(context);
            return Task.CompletedTask;
        }

        public void DisposeContext(IFeatureCollection context, Exception? exception)
        {
        }

        private static async Task ReadOnAsync(IFeatureCollection context, PipeReader reader)
        {
            bool whole;
            do
            {
                var read = await reader.ReadAsync();
                reader.AdvanceTo(read.Buffer.End);
                whole = read.IsCompleted;
            }
            while (!whole);
            Answer(context);
        }

        private static void Answer(IFeatureCollection context)
        {
            context.GetRequiredFeature<IHttpResponseFeature>().Headers.ContentType = "application/grpc";
            context.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers.GrpcStatus = "0";
            var writer = context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
            EmptyMessage.CopyTo(writer.GetSpan(EmptyMessage.Length));
            writer.Advance(EmptyMessage.Length);
        }
    }
}
