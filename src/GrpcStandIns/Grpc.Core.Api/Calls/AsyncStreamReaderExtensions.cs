using Grpc.Core.Utils;

namespace Grpc.Core;

/// <summary>Reading without a token. Grpc.Net.Common has a class of the same name that reads to the end.</summary>
public static class AsyncStreamReaderExtensions
{
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class =>
        GrpcPreconditions.CheckNotNull(streamReader, nameof(streamReader)).MoveNext(CancellationToken.None);
}
