using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>Reading to the end. Grpc.Core.Api has a class of the same name that reads one message.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>The remaining messages. They can be read once.</summary>
    public static IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> streamReader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return Read(streamReader, cancellationToken);
    }

    private static async IAsyncEnumerable<T> Read<T>(
        IAsyncStreamReader<T> reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await reader.MoveNext(cancellationToken).ConfigureAwait(false))
            yield return reader.Current;
    }
}
