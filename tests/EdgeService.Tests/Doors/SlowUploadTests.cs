using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using EdgeService.Doors;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Doors;

public sealed class SlowUploadTests
{
    [Fact]
    public async Task Check_whose_message_does_not_arrive_ends_after_two_seconds()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Doors.Plaintext!, "/perks.edge.v1.EligibilityService/CheckEligibility"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new EndlessContent(),
        };
        request.Headers.Add("x-edge-terminal", "citybike:central-park:dock-1");
        request.Headers.Add("te", "trailers");
        using var reply = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(30));
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
        public EndlessContent() => Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[] { 0, 0, 0, 0, 9, 1 });
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
