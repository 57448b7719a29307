namespace Grpc.Core;

/// <summary>What the four call types get from their transport: functions over one state, or plain functions that need none.</summary>
internal readonly struct CallHooks(
    Func<object, Task<Metadata>> responseHeaders,
    Func<object, Status> status,
    Func<object, Metadata> trailers,
    Action<object> dispose,
    object state)
{
    public static CallHooks Of(Task<Metadata> responseHeaders, Func<Status> status, Func<Metadata> trailers, Action dispose) =>
        new(_ => responseHeaders, _ => status(), _ => trailers(), _ => dispose(), dispose);

    public Task<Metadata> ResponseHeaders => responseHeaders(state);

    public Status Status => status(state);

    public Metadata Trailers => trailers(state);

    public void Dispose() => dispose(state);
}
