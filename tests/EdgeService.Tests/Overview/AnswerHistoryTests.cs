using EdgeService.Core.Eligibility;
using EdgeService.Flow.Figures;
using EdgeService.Telemetry;

namespace EdgeService.Tests.Overview;

/// <summary>Answers since the start, and of the last hour.</summary>
public sealed class AnswerHistoryTests
{
    private static readonly DateTimeOffset Noon = SampleFigures.Noon;

    [Fact]
    public void Answers_are_counted_by_perk_and_outcome()
    {
        var counts = new DecisionCounts();
        Parallel.For(0, 3000, number => counts.Note(number % 2, (Outcome)(1 + number % 3)));
        var read = counts.Read();
        Assert.Equal([new(500, 500, 500), new(500, 500, 500)], read.OrderBy(each => each.Key).Select(each => each.Value));
    }

    [Fact]
    public void Last_hour_is_what_came_since_the_reading_an_hour_ago()
    {
        var history = new AnswerHistory();
        for (var minute = 0; minute <= 150; minute++)
            history.Note(Noon.AddMinutes(minute), Permitted(minute * 10));
        Assert.Equal(600, history.LastHour(1, Noon.AddMinutes(150), new(1500, 0, 0)).Permitted);
        Assert.Equal(605, history.LastHour(1, Noon.AddMinutes(150).AddSeconds(30), new(1505, 0, 0)).Permitted);
    }

    [Fact]
    public void In_the_first_hour_it_is_all_since_the_start()
    {
        var history = new AnswerHistory();
        history.Note(Noon, Permitted(0));
        history.Note(Noon.AddMinutes(30), Permitted(70));
        Assert.Equal(90, history.LastHour(1, Noon.AddMinutes(59), new(90, 0, 0)).Permitted);
    }

    [Fact]
    public void Readings_closer_than_a_minute_are_passed_over_so_that_an_hour_is_never_more()
    {
        var history = new AnswerHistory();
        for (var second = 0; second < 7200; second += 2)
            history.Note(Noon.AddSeconds(second), Permitted(second));
        Assert.InRange(history.LastHour(1, Noon.AddHours(2), new(7200, 0, 0)).Permitted, 3600, 3660);
    }

    [Fact]
    public async Task Store_is_asked_now_and_then_and_its_last_answer_stays_while_it_is_away()
    {
        var clock = new Hosting.SetClock(Noon);
        var (asker, asked, away) = (new NowAndThen<string>(TimeSpan.FromSeconds(10), clock), 0, false);
        Task<string> Ask(DateTimeOffset now)
        {
            asked++;
            return away ? throw new Faults.EdgeFaultException(new(Faults.FaultReason.LedgerUnavailable, "away")) : Task.FromResult($"answer {asked}");
        }

        Assert.Equal(new Known<string>("answer 1", Noon, true), await asker.AskAsync(Ask));
        clock.Now += TimeSpan.FromSeconds(9);
        Assert.Equal(new Known<string>("answer 1", Noon, true), await asker.AskAsync(Ask));
        (clock.Now, away) = (Noon.AddSeconds(10), true);
        Assert.Equal(new Known<string>("answer 1", Noon, false), await asker.AskAsync(Ask));
        Assert.Equal(2, asked);
        (clock.Now, away) = (Noon.AddSeconds(20), false);
        Assert.Equal(new Known<string>("answer 3", Noon.AddSeconds(20), true), await asker.AskAsync(Ask));
    }

    private static Dictionary<int, AnswerCounts> Permitted(long count) => new() { [1] = new(count, 0, 0) };
}
