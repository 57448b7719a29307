namespace Grpc.Core;

/// <summary>Messages that leave one by one. One write at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Applies to the writes that follow; null means the defaults.</summary>
    WriteOptions? WriteOptions { get; set; }

    Task WriteAsync(T message);

    /// <summary>Writers that cannot cancel a write throw <see cref="NotSupportedException"/> when the token can be cancelled.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This writer cannot cancel a write.")
        : WriteAsync(message);
}
