using System.Diagnostics;
using System.Net;
using System.Text;
using EdgeService.Tests.Hosting;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EdgeService.Tests.Doors.Web;

/// <summary>gRPC-Web by its bytes, at the browsers' door of a real host, in both versions of HTTP and both formats.</summary>
public sealed class WebCallsTests
{
    private const string Unary = "/perks.edge.v1.TrialService/Unary";
    private const string Streaming = "/perks.edge.v1.TrialService/ServerStreaming";

    public static TheoryData<string, string> Ways => new() { { "1.1", WebCaller.Binary }, { "1.1", WebCaller.Text }, { "2.0", WebCaller.Binary }, { "2.0", WebCaller.Text } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Unary_call_is_answered_with_its_message_and_its_status_as_a_frame(string version, string format)
    {
        await using var host = await EchoAsync();
        using var caller = new WebCaller(host, version: version);
        var reply = await caller.CallAsync(Unary, Said("grüß dich"), format);
        Assert.Equal((HttpStatusCode.OK, "0"), (reply.Http, reply.Status));
        Assert.StartsWith(format, reply.ContentType, StringComparison.Ordinal);
        Assert.Equal("grüß dich", Heard(Assert.Single(reply.Messages)));
        Assert.NotEmpty(reply.Body);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Stream_from_the_server_comes_message_by_message(string version, string format)
    {
        await using var host = await EchoAsync();
        using var caller = new WebCaller(host, version: version);
        var reply = await caller.CallAsync(Streaming, Said("second"), format);
        Assert.Equal(["first", "second"], reply.Messages.Select(Heard));
        Assert.Equal("0", reply.Status);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Fault_comes_with_its_status_reason_and_sentence(string version, string format)
    {
        await using var host = await TrialWork.HostAsync((_, _) => throw new Faults.EdgeFaultException(new(Faults.FaultReason.TooLate, "Zu spät: it is over.")));
        using var caller = new WebCaller(host, version: version);
        foreach (var method in new[] { Unary, Streaming })
        {
            var reply = await caller.CallAsync(method, Said(""), format);
            Assert.Equal((HttpStatusCode.OK, "9", "TOO_LATE"), (reply.Http, reply.Status, reply.Reason));
            Assert.Equal("Zu spät: it is over.", Uri.UnescapeDataString(reply.Trailers["grpc-message"]));
            Assert.Contains("perks-error-fields-bin", reply.Trailers.Keys);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Deadline_ends_a_call_and_the_connection_goes_on(string version, string format)
    {
        await using var host = await TrialWork.HostAsync(async (request, call) =>
        {
            if (request.Value == "wait")
                await Task.Delay(Timeout.Infinite, call.CancellationToken);
            return request;
        });
        using var caller = new WebCaller(host, version: version);
        var started = Stopwatch.GetTimestamp();
        foreach (var method in new[] { Unary, Streaming })
        {
            var late = await caller.CallAsync(method, Said("wait"), format, ("grpc-timeout", "300m"));
            Assert.Equal("4", late.Status);
        }

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.5, 10);
        Assert.Equal("0", (await caller.CallAsync(Unary, Said("go on"), format)).Status);
    }

    [Fact]
    public async Task Call_without_a_deadline_ends_after_two_seconds()
    {
        await using var host = await TrialWork.HostAsync(async (request, call) =>
        {
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
            return request;
        });
        using var caller = new WebCaller(host, version: "1.1");
        var started = Stopwatch.GetTimestamp();
        Assert.Equal("4", (await caller.CallAsync(Unary, Said(""))).Status);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 1.9, 10);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Message_above_64_KB_is_refused_as_by_gRPC(string version, string format)
    {
        await using var host = await EchoAsync();
        using var caller = new WebCaller(host, version: version);
        foreach (var size in new[] { 64 * 1024, 1024 * 1024 })
        {
            var reply = await caller.CallAsync(Unary, Said(new string('x', size)), format);
            Assert.Equal((HttpStatusCode.OK, "8"), (reply.Http, reply.Status));
        }

        Assert.Equal(60_000, Heard((await caller.CallAsync(Unary, Said(new string('x', 60_000)), format)).Messages[0]).Length);
    }

    [Theory]
    [InlineData(WebCaller.Binary, new byte[0])]
    [InlineData(WebCaller.Binary, new byte[] { 0, 0, 0, 0 })]
    [InlineData(WebCaller.Binary, new byte[] { 0, 0, 0, 0, 9, 1 })]
    [InlineData(WebCaller.Binary, new byte[] { 7, 0, 0, 0, 0 })]
    [InlineData(WebCaller.Binary, new byte[] { 0x80, 0, 0, 0, 0 })]
    [InlineData(WebCaller.Binary, new byte[] { 0, 0xff, 0xff, 0xff, 0xff })]
    [InlineData(WebCaller.Text, new byte[] { (byte)'A' })]
    [InlineData(WebCaller.Text, new byte[] { (byte)'A', (byte)'A', (byte)'*', (byte)'A' })]
    [InlineData(WebCaller.Text, new byte[] { (byte)'=', (byte)'=', (byte)'=', (byte)'=' })]
    public async Task Body_that_is_no_message_is_the_callers_fault(string format, byte[] body)
    {
        await using var host = await EchoAsync();
        foreach (var version in new[] { "1.1", "2.0" })
        {
            using var caller = new WebCaller(host, version: version);
            var reply = await caller.PostAsync(Unary, body, format);
            Assert.Equal((HttpStatusCode.OK, "3", "FIELD_INVALID"), (reply.Http, reply.Status, reply.Reason));
            Assert.Equal("0", (await caller.CallAsync(Unary, Said("on"), format)).Status);
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_message_of_the_method_are_the_callers_fault()
    {
        await using var host = await EdgeHost.StartAsync();
        using var caller = new WebCaller(host, version: "1.1");
        var reply = await caller.PostAsync("/perks.edge.v1.EligibilityService/CheckEligibility", WebCaller.Frame([0xff]), WebCaller.Binary);
        Assert.Equal(("3", "FIELD_INVALID"), (reply.Status, reply.Reason));
    }

    [Fact]
    public async Task Text_in_pieces_each_padded_by_itself_is_read_as_one()
    {
        await using var host = await EchoAsync();
        using var caller = new WebCaller(host);
        var frame = WebCaller.Frame(Said(new string('ü', 5000)).ToByteArray());
        var pieces = string.Concat(frame.Chunk(7).Select(piece => Convert.ToBase64String(piece)));
        var reply = await caller.PostAsync(Unary, Encoding.ASCII.GetBytes(pieces), WebCaller.Text);
        Assert.Equal(new string('ü', 5000), Heard(Assert.Single(reply.Messages)));
    }

    [Fact]
    public async Task Client_that_reads_text_only_is_answered_in_text()
    {
        await using var host = await EchoAsync();
        using var caller = new WebCaller(host);
        var reply = await caller.CallAsync(Unary, Said("a"), WebCaller.Binary, ("accept", "application/grpc-web-text"));
        Assert.StartsWith(WebCaller.Text, reply.ContentType, StringComparison.Ordinal);
        Assert.Equal("a", Heard(Assert.Single(reply.Messages)));
    }

    [Theory]
    [InlineData("ClientStreaming")]
    [InlineData("DuplexStreaming")]
    public async Task Streams_from_the_client_are_not_carried(string method)
    {
        await using var host = await EchoAsync();
        using var caller = new WebCaller(host, version: "1.1");
        var reply = await caller.CallAsync("/perks.edge.v1.TrialService/" + method, Said("a"));
        Assert.Equal("12", reply.Status);
        Assert.Contains("other door", Uri.UnescapeDataString(reply.Trailers["grpc-message"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc-web+json")]
    [InlineData("application/grpc-webby")]
    [InlineData("text/plain; application/grpc-web")]
    [InlineData(null)]
    public async Task Other_content_types_are_refused(string? contentType)
    {
        await using var host = await EchoAsync();
        foreach (var version in new[] { "1.1", "2.0" })
        {
            using var caller = new WebCaller(host, version: version);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await caller.PostAsync(Unary, WebCaller.Frame([]), contentType)).Http);
        }
    }

    [Fact]
    public async Task Unexpected_end_tells_nothing_of_the_inside()
    {
        await using var host = await TrialWork.HostAsync((_, _) => throw new InvalidOperationException("secret inside"));
        using var caller = new WebCaller(host, version: "1.1");
        var reply = await caller.CallAsync(Unary, Said(""));
        Assert.Equal(("13", "INTERNAL"), (reply.Status, reply.Reason));
        Assert.DoesNotContain("secret", reply.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Door_of_terminals_speaks_no_gRPC_Web()
    {
        await using var host = await EchoAsync();
        using var caller = new WebCaller(host);
        var elsewhere = new Uri(host.Doors.Tls, Unary).ToString();
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await caller.PostAsync(elsewhere, WebCaller.Frame([]), WebCaller.Binary)).Http);
    }

    private static Task<EdgeHost> EchoAsync() => TrialWork.HostAsync((request, _) => Task.FromResult(request));

    private static StringValue Said(string text) => new() { Value = text };

    private static string Heard(byte[] message) => StringValue.Parser.ParseFrom(message).Value;
}
