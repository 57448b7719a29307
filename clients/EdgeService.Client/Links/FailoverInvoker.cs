using Grpc.Core;

namespace EdgeService.Client.Links;

/// <summary>
/// Sends calls to whichever edge serves them. A unary call that is safe to repeat goes on to the next edge when one does not answer; a stream goes
/// to one edge and ends with it: it is the caller's to open again.
/// </summary>
internal sealed class FailoverInvoker(EdgeLinks links, RetryOptions retry) : CallInvoker
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new FailoverCall<TRequest, TResponse>(links, retry, method, options, request).Start();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        using var call = AsyncUnaryCall(method, host, options, request);
        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var link = LinkFor(method);
        var call = link.Invoker.AsyncServerStreamingCall(method, host, options, request);
        Observe(link, call.ResponseHeadersAsync, options);
        return call;
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var link = LinkFor(method);
        var call = link.Invoker.AsyncClientStreamingCall(method, host, options);
        Observe(link, call.ResponseHeadersAsync, options);
        return call;
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var link = LinkFor(method);
        var call = link.Invoker.AsyncDuplexStreamingCall(method, host, options);
        Observe(link, call.ResponseHeadersAsync, options);
        return call;
    }

    private EdgeLink LinkFor<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class => links.Next(method.ServiceName, [])!;

    /// <summary>Learns from the beginning of a stream whether the edge is there.</summary>
    private static async void Observe(EdgeLink link, Task<Metadata> headers, CallOptions options)
    {
        try
        {
            await headers;
            link.Answered();
        }
        catch (RpcException failure)
        {
            LinkFault.IsWorthAnother(failure, link, silent: false, options.CancellationToken.IsCancellationRequested);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The caller left: says nothing of the edge.
        }
    }
}
