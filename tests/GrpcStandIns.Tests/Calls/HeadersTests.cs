using Grpc.Core;
using GrpcStandIns.Tests.Talking;

namespace GrpcStandIns.Tests.Calls;

/// <summary>Metadata on the wire, in the three places it travels: request headers, response headers, trailers.</summary>
public class HeadersTests
{
    private static readonly byte[] AllBytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    public static TheoryData<byte[]> BinaryValues => [AllBytes, [0], [255, 0, 44, 44, 10]];

    [Theory, MemberData(nameof(BinaryValues))]
    public async Task Binary_value_comes_back_in_headers_and_trailers(byte[] value)
    {
        await using var host = await TalkHost.StartAsync(Echo());
        using var call = host.Client().SayAsync(Talk.Of(""), new Metadata { { "note-bin", value } });

        Assert.Equal(value, (await call.ResponseHeadersAsync).GetValueBytes("note-bin"));
        await call;
        Assert.Equal(value, call.GetTrailers().GetValueBytes("note-bin"));
        Assert.True(call.GetTrailers().Get("note-bin")!.IsBinary);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with spaces; and, punctuation = fine")]
    public async Task Text_value_comes_back_in_headers_and_trailers(string value)
    {
        await using var host = await TalkHost.StartAsync(Echo());
        using var call = host.Client().SayAsync(Talk.Of(""), new Metadata { { "note", value } });

        Assert.Equal(value, (await call.ResponseHeadersAsync).GetValue("note"));
        await call;
        Assert.Equal(value, call.GetTrailers().GetValue("note"));
    }

    [Fact]
    public async Task Capitals_in_a_key_arrive_in_lower_case()
    {
        await using var host = await TalkHost.StartAsync(Echo());
        using var call = host.Client().SayAsync(Talk.Of(""), new Metadata { { "Note-Of-Mine", "x" } });

        Assert.Contains(await call.ResponseHeadersAsync, entry => entry is { Key: "note-of-mine", Value: "x" });
    }

    [Fact]
    public async Task Values_of_one_key_keep_their_order()
    {
        await using var host = await TalkHost.StartAsync(Echo());
        var headers = new Metadata { { "note", "1" }, { "note", "2" }, { "note", "3" } };
        using var call = host.Client().SayAsync(Talk.Of(""), headers);

        var received = await call.ResponseHeadersAsync;
        // HTTP allows a hop to join them with commas.
        Assert.Equal("1, 2, 3", string.Join(", ", received.GetAll("note").Select(entry => entry.Value)));
    }

    [Fact]
    public async Task Headers_sent_early_arrive_before_the_response()
    {
        var answer = new TaskCompletionSource<Line>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await TalkHost.StartAsync(new Talk
        {
            OnSay = async (_, context) =>
            {
                await context.WriteResponseHeadersAsync(new Metadata { { "early", "yes" } });
                return await answer.Task;
            },
        });
        using var call = host.Client().SayAsync(Talk.Of(""));

        Assert.Equal("yes", (await call.ResponseHeadersAsync).GetValue("early"));
        Assert.False(call.ResponseAsync.IsCompleted);
        answer.SetResult(Talk.Of("late"));
        Assert.Equal("late", (await call).Text);
    }

    // Sends every "note" header back, both as response header and as trailer.
    private static Talk Echo() => new()
    {
        OnSay = async (line, context) =>
        {
            var notes = new Metadata();
            foreach (var entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("note", StringComparison.Ordinal)))
            {
                notes.Add(entry);
                context.ResponseTrailers.Add(entry);
            }

            await context.WriteResponseHeadersAsync(notes);
            return line;
        },
    };
}
