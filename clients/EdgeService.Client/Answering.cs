using Grpc.Core;

namespace EdgeService.Client;

/// <summary>Turns a failed call into an <see cref="EdgeFaultException"/>. A call that its own caller cancelled stays a cancellation.</summary>
internal static class Answering
{
    public static async Task<T> AnswerAsync<T>(Task<T> answer, CancellationToken cancellation)
    {
        try
        {
            return await answer;
        }
        catch (RpcException failure)
        {
            throw Faulted(failure, cancellation);
        }
    }

    public static Task<T> AnswerAsync<T>(this AsyncUnaryCall<T> call, CancellationToken cancellation) => AnswerAsync(call.ResponseAsync, cancellation);

    public static async Task<bool> NextAsync<T>(IAsyncStreamReader<T> stream, CancellationToken cancellation)
    {
        try
        {
            return await stream.MoveNext(cancellation);
        }
        catch (RpcException failure)
        {
            throw Faulted(failure, cancellation);
        }
    }

    private static Exception Faulted(RpcException failure, CancellationToken cancellation) => cancellation.IsCancellationRequested
        ? new OperationCanceledException(failure.Message, failure, cancellation)
        : new EdgeFaultException(EdgeFault.Read(failure), failure);
}
