using Grpc.Core;

namespace EdgeService.Client.Links;

/// <summary>One unary call, carried from edge to edge until one answers, the attempts are used up or its deadline is over. The same bytes every time, the request id too.</summary>
internal sealed class FailoverCall<TRequest, TResponse>(
    EdgeLinks links, RetryOptions retry, Method<TRequest, TResponse> method, CallOptions options, TRequest request)
    where TRequest : class
    where TResponse : class
{
    private readonly Backoff _backoff = new(retry.InitialBackoff, retry.MaxBackoff);
    private readonly List<EdgeLink> _tried = [];
    private readonly bool _safe = RetryPolicies.IsSafe(method.ServiceName, method.Name);
    private AsyncUnaryCall<TResponse>? _current;

    public AsyncUnaryCall<TResponse> Start()
    {
        var response = RunAsync();
        return new AsyncUnaryCall<TResponse>(response, HeadersAsync(response), () => _current!.GetStatus(), () => _current!.GetTrailers(), () => _current?.Dispose());
    }

    private async Task<TResponse> RunAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var link = await NextAsync();
            var deadline = DeadlineOf(attempt);
            try
            {
                _current = link.Invoker.AsyncUnaryCall(method, null, deadline is { } time ? options.WithDeadline(time) : options, request);
                var response = await _current.ResponseAsync;
                link.Answered();
                return response;
            }
            catch (RpcException failure)
            {
                var worth = LinkFault.IsWorthAnother(failure, link, silent: deadline < options.Deadline, options.CancellationToken.IsCancellationRequested);
                if (!worth || !_safe || attempt >= Most || options.Deadline <= DateTime.UtcNow)
                    throw;
            }
        }
    }

    /// <summary>Each edge once, and as many attempts as are allowed where there are fewer edges.</summary>
    private int Most => retry.MaxAttempts <= 1 ? links.All.Count : Math.Max(retry.MaxAttempts, links.All.Count);

    /// <summary>The next edge; after all of them a pause, and from the first on again.</summary>
    private async Task<EdgeLink> NextAsync()
    {
        var next = links.Next(method.ServiceName, _tried);
        if (next is null)
        {
            await PauseAsync();
            _tried.Clear();
            next = links.Next(method.ServiceName, _tried)!;
        }

        _tried.Add(next);
        return next;
    }

    private async Task PauseAsync()
    {
        var wait = _backoff.Next();
        if (options.Deadline is { } deadline && DateTime.UtcNow + wait >= deadline)
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, "No edge answered before the deadline."));
        await Task.Delay(wait, options.CancellationToken);
    }

    /// <summary>An edge that hangs may take half of what is left, so that another has time to answer; the last attempt has it all.</summary>
    private DateTime? DeadlineOf(int attempt)
    {
        if (options.Deadline is not { } whole || links.All.Count == 1 || !_safe || attempt >= Most)
            return options.Deadline;
        var left = whole - DateTime.UtcNow;
        return left > TimeSpan.Zero ? whole - (left / 2) : whole;
    }

    private async Task<Metadata> HeadersAsync(Task<TResponse> response)
    {
        await Task.WhenAny(response);
        return _current is { } call ? await call.ResponseHeadersAsync : [];
    }
}
