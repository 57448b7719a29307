using System.Globalization;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

/// <summary>A terminal that asks on a stream and reads no answer: what it may leave lying about is bounded, and nobody else waits for it.</summary>
public sealed class SlowReaderTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    /// <summary>Some 20 MB of answers: more than every window and buffer between the two can hold.</summary>
    private const int Most = 60_000;

    /// <summary>Questions of another terminal, one after the other, in which a message that is taken at all is taken.</summary>
    private const int Meanwhile = 200;

    [Fact]
    public async Task Terminal_that_reads_nothing_is_heard_no_more_and_holds_up_nobody()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (deafs, others) = (edge.At(Terminal.Dock), edge.At(Terminal.Gate1));
        using var deaf = deafs.Eligibility.StreamEligibility(deafs.Options.WithCancellationToken(bound.Token));
        using var other = others.Eligibility.StreamEligibility(others.Options.WithCancellationToken(bound.Token));

        var (sent, sending) = (0, Task.CompletedTask);
        for (; sent < Most && sending.IsCompletedSuccessfully; sent++)
        {
            sending = deaf.RequestStream.WriteAsync(Ask(sent, "bike.deposit-free"), bound.Token);
            for (var asked = 0; asked < Meanwhile && !sending.IsCompleted; asked++)
                await AnswerAsync(other, asked, bound.Token);
        }

        Assert.True(sent < Most, $"{sent} questions were taken in whose answers nobody reads");
        for (var i = 0; i < sent; i++)
        {
            Assert.True(await deaf.ResponseStream.MoveNext(bound.Token));
            Assert.Equal(Text(i), deaf.ResponseStream.Current.CorrelationId);
            Assert.NotNull(deaf.ResponseStream.Current.Result.Decision);
        }

        await sending;
    }

    private static async Task AnswerAsync(AsyncDuplexStreamingCall<StreamEligibilityRequest, StreamEligibilityResponse> other, int number, CancellationToken cancellation)
    {
        await other.RequestStream.WriteAsync(Ask(number, "station.lounge"), cancellation);
        Assert.True(await other.ResponseStream.MoveNext(cancellation));
        Assert.NotNull(other.ResponseStream.Current.Result.Decision);
    }

    private static StreamEligibilityRequest Ask(int number, string perk) => new() { CorrelationId = Text(number), Inquiry = Terminal.Ask("demo-alice", perk) };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
