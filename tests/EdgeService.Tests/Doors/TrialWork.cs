using System.Text.Json.Nodes;
using EdgeService.Identity;
using EdgeService.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeService.Tests.Doors;

/// <summary>What the trial service does in each of its methods.</summary>
public delegate Task<StringValue> Work(StringValue request, ServerCallContext context);

/// <summary>A host with the trial service, and its four call shapes as one.</summary>
public static class TrialWork
{
    public static IReadOnlyList<MethodType> Shapes { get; } =
        [MethodType.Unary, MethodType.ServerStreaming, MethodType.ClientStreaming, MethodType.DuplexStreaming];

    public static Task<EdgeHost> HostAsync(Work work, params string[] settings) => EdgeHost.StartAsync(
        builder => AddTo(builder.Services, work),
        app => app.MapGrpcService<TrialService>(),
        settings);

    /// <summary>The trial service, and rows for it in the access table: terminals may call it.</summary>
    public static void AddTo(IServiceCollection services, Work work)
    {
        var table = JsonNode.Parse(AccessReading.ShippedText())!;
        table["services"]!["perks.edge.v1.TrialService"] = new JsonObject(Shapes.Select(shape =>
            KeyValuePair.Create<string, JsonNode?>(shape.ToString(), JsonNode.Parse("""{ "TERMINAL": { "reach": {} } }"""))));
        services.AddSingleton<TrialService>().AddSingleton(work).AddSingleton(AccessReading.Read(table.ToJsonString()));
    }

    /// <summary>Makes one call of a shape and reads its last reply.</summary>
    public static async Task<string> CallAsync(CallInvoker invoker, MethodType shape, string text = "", CallOptions options = default)
    {
        var request = new StringValue { Value = text };
        switch (shape)
        {
            case MethodType.Unary:
                return (await invoker.AsyncUnaryCall(TrialMethods.Unary, null, options, request)).Value;
            case MethodType.ServerStreaming:
                return await LastAsync(invoker.AsyncServerStreamingCall(TrialMethods.ServerStreaming, null, options, request).ResponseStream);
            case MethodType.ClientStreaming:
                var upload = invoker.AsyncClientStreamingCall(TrialMethods.ClientStreaming, null, options);
                await SendAsync(upload.RequestStream, request);
                return (await upload).Value;
            default:
                var duplex = invoker.AsyncDuplexStreamingCall(TrialMethods.Duplex, null, options);
                await SendAsync(duplex.RequestStream, request);
                return await LastAsync(duplex.ResponseStream);
        }
    }

    /// <summary>A call that is refused while it is still being sent says so in its reply.</summary>
    private static async Task SendAsync(IClientStreamWriter<StringValue> requests, StringValue request)
    {
        try
        {
            await requests.WriteAsync(request);
            await requests.CompleteAsync();
        }
        catch (RpcException)
        {
            // The reply has the status.
        }
    }

    private static async Task<string> LastAsync(IAsyncStreamReader<StringValue> replies)
    {
        var last = "";
        await foreach (var reply in replies.ReadAllAsync())
            last = reply.Value;
        return last;
    }
}
