namespace Grpc.Core;

/// <summary>Client's side of a stream of requests.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no more requests come.</summary>
    Task CompleteAsync();
}
