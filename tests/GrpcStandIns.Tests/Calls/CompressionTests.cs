using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;
using GrpcStandIns.Tests.Talking;

namespace GrpcStandIns.Tests.Calls;

/// <summary>Compressed messages in both directions, through providers of our own that count.</summary>
public class CompressionTests
{
    private static readonly Line Long = Talk.Of(new string('a', 10_000));

    private readonly Counting onServer = new(new GzipCompressionProvider(CompressionLevel.Optimal));
    private readonly Counting onClient = new(new GzipCompressionProvider(CompressionLevel.Fastest));

    [Fact]
    public async Task Response_is_compressed_when_the_server_says_so()
    {
        await using var host = await StartAsync(new Talk(), "gzip");

        Assert.Equal(10_000, (await Client(host).SayAsync(Long)).Text.Length);
        Assert.Equal((1, 0), (onServer.Compressed, onServer.Decompressed));
        Assert.Equal((0, 1), (onClient.Compressed, onClient.Decompressed));
    }

    [Fact]
    public async Task Request_is_compressed_when_the_caller_asks()
    {
        await using var host = await StartAsync(new Talk(), null);
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };

        Assert.Equal(10_000, (await Client(host).SayAsync(Long, headers)).Text.Length);
        Assert.Equal((1, 0), (onClient.Compressed, onClient.Decompressed));
        Assert.Equal((0, 1), (onServer.Compressed, onServer.Decompressed));
    }

    [Fact]
    public async Task Write_flag_leaves_one_message_as_it_is()
    {
        var talk = new Talk
        {
            OnTell = async (line, answers, _) =>
            {
                await answers.WriteAsync(line);
                answers.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
                await answers.WriteAsync(line);
            },
        };
        await using var host = await StartAsync(talk, "gzip");
        using var call = Client(host).Tell(Long);

        Assert.Equal(2, await call.ResponseStream.ReadAllAsync().CountAsync());
        Assert.Equal(1, onServer.Compressed);
    }

    private Task<TalkHost> StartAsync(Talk talk, string? algorithm) => TalkHost.StartAsync(talk, options =>
    {
        options.CompressionProviders.Insert(0, onServer);
        options.ResponseCompressionAlgorithm = algorithm;
    });

    private TalkService.TalkServiceClient Client(TalkHost host) => host.Client(options => options.CompressionProviders = [onClient]);

    private sealed class Counting(ICompressionProvider inner) : ICompressionProvider
    {
        public int Compressed { get; private set; }

        public int Decompressed { get; private set; }

        public string EncodingName => inner.EncodingName;

        public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel)
        {
            Compressed++;
            return inner.CreateCompressionStream(stream, compressionLevel);
        }

        public Stream CreateDecompressionStream(Stream stream)
        {
            Decompressed++;
            return inner.CreateDecompressionStream(stream);
        }
    }
}
