using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EdgeService.Tests.Doors;

/// <summary>A service of all four call shapes whose every method runs what the test gives it.</summary>
[BindServiceMethod(typeof(TrialService), nameof(Bind))]
public class TrialService(Work work)
{
    public static void Bind(ServiceBinderBase binder, TrialService? service)
    {
        binder.AddMethod(TrialMethods.Unary, service is null ? null! : service.Unary);
        binder.AddMethod(TrialMethods.ServerStreaming, service is null ? null! : service.ServerStreaming);
        binder.AddMethod(TrialMethods.ClientStreaming, service is null ? null! : service.ClientStreaming);
        binder.AddMethod(TrialMethods.Duplex, service is null ? null! : service.DuplexStreaming);
    }

    public virtual Task<StringValue> Unary(StringValue request, ServerCallContext context) => work(request, context);

    public virtual async Task ServerStreaming(StringValue request, IServerStreamWriter<StringValue> replies, ServerCallContext context)
    {
        await replies.WriteAsync(new StringValue { Value = "first" });
        await replies.WriteAsync(await work(request, context));
    }

    public virtual async Task<StringValue> ClientStreaming(IAsyncStreamReader<StringValue> requests, ServerCallContext context)
    {
        await requests.MoveNext();
        return await work(requests.Current, context);
    }

    public virtual async Task DuplexStreaming(IAsyncStreamReader<StringValue> requests, IServerStreamWriter<StringValue> replies, ServerCallContext context)
    {
        await foreach (var request in requests.ReadAllAsync())
            await replies.WriteAsync(await work(request, context));
    }
}
