using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using EdgeService.Doors;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Doors;

public sealed class SlowUploadTests
{
    [Theory]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("000000000901")]
    public async Task Check_whose_message_does_not_arrive_ends_after_two_seconds(string head)
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Doors.Plaintext!, "/perks.edge.v1.EligibilityService/CheckEligibility"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new EndlessContent(Convert.FromHexString(head)),
        };
        request.Headers.Add("x-edge-terminal", "citybike:central-park:dock-1");
        request.Headers.Add("te", "trailers");
        var started = Stopwatch.GetTimestamp();
        using var reply = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 1.9, 5);
        Assert.Equal("4", reply.Headers.GetValues("grpc-status").Single());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("00000000", false)]
    [InlineData("0000000000", true)]
    [InlineData("000000000201", false)]
    [InlineData("00000000020102", true)]
    [InlineData("00FFFFFFFF0102", false)]
    public void Message_is_whole_when_all_its_prefix_announces_is_there(string hex, bool whole) =>
        Assert.Equal(whole, RequestMessage.IsWhole(new ReadOnlySequence<byte>(Convert.FromHexString(hex))));

    /// <summary>Sends the head of a message and never the rest.</summary>
    private sealed class EndlessContent : HttpContent
    {
        private readonly byte[] _head;

        public EndlessContent(byte[] head)
        {
            _head = head;
            Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_head);
            await stream.FlushAsync();
            await new TaskCompletionSource().Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
