using System.Collections.Frozen;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgeService.Client.Links;

/// <summary>The connection to one edge and what is known of it. Safe for any number of threads.</summary>
internal sealed class EdgeLink(Uri address, GrpcChannel channel, CallInvoker invoker) : IDisposable
{
    private readonly Lock _changing = new();
    private volatile LinkState _state = LinkState.Unasked;
    private long _answeredAt;

    public event Action? Changed;

    public Uri Address { get; } = address;

    public CallInvoker Invoker { get; } = invoker;

    public LinkState State => _state;

    /// <summary>Time since something was answered here.</summary>
    public TimeSpan SinceAnswer => Volatile.Read(ref _answeredAt) is > 0 and var at ? TimeProvider.System.GetElapsedTime(at) : TimeSpan.MaxValue;

    /// <summary>A call was answered, with a reply or with a fault of the service's own.</summary>
    public void Answered()
    {
        Volatile.Write(ref _answeredAt, TimeProvider.System.GetTimestamp());
        if (_state is not { Answers: true, Refusal: null })
            Change(state => state with { Answers = true, Refusal = null, Detail = "" });
    }

    /// <summary>Health said which services it serves.</summary>
    public void Reported(FrozenSet<string> notServing)
    {
        Volatile.Write(ref _answeredAt, TimeProvider.System.GetTimestamp());
        Change(state => state with { Answers = true, NotServing = notServing, Detail = "" });
    }

    public void Broke(string detail) => Change(state => state with { Answers = false, NotServing = [], Detail = detail });

    public void Refused(string why) => Change(state => state with { Answers = true, Refusal = why, Detail = why });

    public void Dispose() => channel.Dispose();

    private void Change(Func<LinkState, LinkState> change)
    {
        lock (_changing)
        {
            var before = _state;
            _state = change(before);
            if (_state.Reach == before.Reach)
                return;
        }

        Changed?.Invoke();
    }
}
