using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace GrpcStandIns.Tests.Values;

/// <summary>Readers, writers and compressed streams without a wire.</summary>
public class StreamTests
{
    [Fact]
    public async Task Reading_all_yields_every_message_with_the_given_token()
    {
        using var source = new CancellationTokenSource();
        var reader = new Counter(3);

        var numbers = await reader.ReadAllAsync(source.Token).ToArrayAsync();
        Assert.Equal([1, 2, 3], numbers);
        Assert.Equal(source.Token, reader.Token);
    }

    [Fact]
    public async Task Reading_all_takes_the_token_of_the_loop()
    {
        using var source = new CancellationTokenSource();
        var reader = new Counter(1);
        await foreach (var number in reader.ReadAllAsync().WithCancellation(source.Token))
            Assert.Equal(1, number);

        Assert.Equal(source.Token, reader.Token);
    }

    [Fact]
    public async Task Moving_without_token_passes_none()
    {
        var reader = new Words();
        Assert.False(await reader.MoveNext());
        Assert.Throws<ArgumentNullException>("streamReader", () => { _ = ((IAsyncStreamReader<string>)null!).MoveNext(); });
        Assert.Throws<ArgumentNullException>("streamReader", () => { _ = ((IAsyncStreamReader<string>)null!).ReadAllAsync(); });
    }

    [Fact]
    public async Task Writer_that_knows_no_token_takes_only_one_that_never_fires()
    {
        var writer = new Plain();
        IAsyncStreamWriter<string> plain = writer;
        await plain.WriteAsync("a", CancellationToken.None);
        using var source = new CancellationTokenSource();

        Assert.Equal(["a"], writer.Written);
        Assert.Throws<NotSupportedException>(() => { _ = plain.WriteAsync("b", source.Token); });
    }

    [Theory]
    [InlineData("gzip", CompressionLevel.Fastest)]
    [InlineData("gzip", null)]
    [InlineData("deflate", CompressionLevel.SmallestSize)]
    [InlineData("deflate", null)]
    public void Compressed_bytes_come_back(string name, CompressionLevel? level)
    {
        ICompressionProvider provider = name == "gzip"
            ? new GzipCompressionProvider(CompressionLevel.Optimal)
            : new DeflateCompressionProvider(CompressionLevel.Optimal);
        var text = new byte[5_000];
        var compressed = new MemoryStream();
        using (var writing = provider.CreateCompressionStream(compressed, level))
            writing.Write(text);
        var wire = compressed.ToArray();
        Assert.InRange(wire.Length, 1, 500);

        var back = new MemoryStream();
        using (var reading = provider.CreateDecompressionStream(new MemoryStream(wire)))
            reading.CopyTo(back);

        Assert.Equal((name, text.Length), (provider.EncodingName, (int)back.Length));
    }

    [Fact]
    public void Deflate_is_the_zlib_format()
    {
        var compressed = new MemoryStream();
        using (var writing = new DeflateCompressionProvider(CompressionLevel.Optimal).CreateCompressionStream(compressed, null))
            writing.Write([1, 2, 3]);

        Assert.Equal(0x78, compressed.ToArray()[0]);
    }

    private sealed class Counter(int last) : IAsyncStreamReader<int>
    {
        public CancellationToken Token { get; private set; }

        public int Current { get; private set; }

        public Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            Current++;
            return Task.FromResult(Current <= last);
        }
    }

    private sealed class Words : IAsyncStreamReader<string>
    {
        public string Current => "";

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(cancellationToken.CanBeCanceled);
    }

    private sealed class Plain : IAsyncStreamWriter<string>
    {
        public List<string> Written { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(string message)
        {
            Written.Add(message);
            return Task.CompletedTask;
        }
    }
}
