using EdgeService.Client;
using Perks.Edge.V1;

namespace EdgeService.Tests.Client;

public class TerminalClientTests
{
    [Fact]
    public async Task Plain_door_is_told_the_terminal()
    {
        await using var edge = await FakeEdge.StartAsync();
        using var channel = edge.Open();
        var terminal = new TerminalClient(channel);

        await terminal.CheckAsync(new Inquiry());
        await terminal.CheckAsync(new Inquiry());

        Assert.Equal(["citybike:central-park:dock-1", "citybike:central-park:dock-1"], edge.Eligibility.Terminals);
    }

    [Fact]
    public async Task Stream_answers_every_question_and_ends()
    {
        await using var edge = await FakeEdge.StartAsync();
        using var channel = edge.Open();

        var answered = new List<string>();
        await foreach (var answer in new TerminalClient(channel).StreamAsync(Questions(20)))
        {
            answered.Add(answer.CorrelationId);
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"q{number}"), answered);
    }

    [Fact]
    public async Task Stream_ends_with_what_the_questions_threw()
    {
        await using var edge = await FakeEdge.StartAsync();
        using var channel = edge.Open();

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(async () =>
        {
            await foreach (var answer in new TerminalClient(channel).StreamAsync(BrokenQuestions()))
            {
                Assert.Equal("q0", answer.CorrelationId);
            }
        });
    }

    [Fact]
    public async Task Stream_may_be_left_before_its_end()
    {
        await using var edge = await FakeEdge.StartAsync();
        using var channel = edge.Open();

        await foreach (var answer in new TerminalClient(channel).StreamAsync(Questions(int.MaxValue)))
        {
            Assert.Equal("q0", answer.CorrelationId);
            break;
        }
    }

    [Fact]
    public async Task Cancelled_call_ends_as_cancelled_not_as_a_fault()
    {
        await using var edge = await FakeEdge.StartAsync();
        using var channel = edge.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new TerminalClient(channel).CheckAsync(new Inquiry(), cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Missing_certificate_is_named()
    {
        var connection = new EdgeConnection { Address = new Uri("https://localhost:1"), ClientPemPath = "/nowhere/dock.pem" };

        var failure = Assert.Throws<EdgeConnectionException>(() => EdgeChannel.Open(connection));

        Assert.Contains("/nowhere/dock.pem", failure.Message, StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<StreamEligibilityRequest> BrokenQuestions()
    {
        await foreach (var question in Questions(1))
        {
            yield return question;
        }

        throw new TimeZoneNotFoundException();
    }

    private static async IAsyncEnumerable<StreamEligibilityRequest> Questions(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Task.Yield();
            yield return new StreamEligibilityRequest { CorrelationId = $"q{number}", Inquiry = new Inquiry { PerkId = "bike.deposit-free" } };
        }
    }
}
