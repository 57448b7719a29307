namespace Grpc.Core;

/// <summary>Server's side of a stream of responses; it ends when the method returns.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;
