using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>Asks on one stream while it listens to the answers, and leaves nothing running whichever side ends first.</summary>
internal static class EligibilityStream
{
    public static async IAsyncEnumerable<StreamEligibilityResponse> AskAsync(
        EligibilityService.EligibilityServiceClient client,
        IAsyncEnumerable<StreamEligibilityRequest> questions,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var call = client.StreamEligibility(new CallOptions(cancellationToken: ending.Token));
        var asking = SendAsync(questions, call.RequestStream, ending);
        try
        {
            while (await NextAsync(call.ResponseStream, asking, cancellation))
            {
                yield return call.ResponseStream.Current;
            }
        }
        finally
        {
            await ending.CancelAsync();
            await asking;
        }
    }

    /// <summary>Returns what broke the asking off, if anything; the call has then been ended.</summary>
    private static async Task<Exception?> SendAsync(
        IAsyncEnumerable<StreamEligibilityRequest> questions,
        IClientStreamWriter<StreamEligibilityRequest> stream,
        CancellationTokenSource ending)
    {
        try
        {
            await foreach (var question in questions.WithCancellation(ending.Token))
            {
                await stream.WriteAsync(question, ending.Token);
            }

            await stream.CompleteAsync();
            return null;
        }
        catch (Exception broken)
        {
            await ending.CancelAsync();
            return broken;
        }
    }

    private static async Task<bool> NextAsync(
        IAsyncStreamReader<StreamEligibilityResponse> stream, Task<Exception?> asking, CancellationToken cancellation)
    {
        try
        {
            return await Answering.NextAsync(stream, cancellation);
        }
        catch (EdgeFaultException fault) when (fault.Fault.Status == StatusCode.Cancelled)
        {
            // The caller's own questions failed: that is the cause, not the call that ended for it.
            if (await asking is { } cause and not RpcException)
            {
                ExceptionDispatchInfo.Throw(cause);
            }

            throw;
        }
    }
}
