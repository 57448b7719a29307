using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>Compresses and decompresses messages of one encoding.</summary>
public interface ICompressionProvider
{
    /// <summary>As in the header <c>grpc-encoding</c>.</summary>
    string EncodingName { get; }

    /// <summary>A stream that writes compressed bytes to the given one; a null level means the provider's own.</summary>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>A stream that reads from the compressed one.</summary>
    Stream CreateDecompressionStream(Stream stream);
}
