using EdgeService.Telemetry;

namespace EdgeService.Flow.Figures;

/// <summary>
/// The answers of the last hour, from counts that only ever rise: those counts once a minute, and the difference between now and the reading an hour ago.
/// </summary>
/// <remarks>One caller at a time.</remarks>
public sealed class AnswerHistory
{
    private const int Minutes = 60;
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);
    private static readonly IReadOnlyDictionary<int, AnswerCounts> Start = new Dictionary<int, AnswerCounts>();

    private readonly Queue<(DateTimeOffset At, IReadOnlyDictionary<int, AnswerCounts> Counts)> _readings = new();
    private DateTimeOffset _latest = DateTimeOffset.MinValue;

    /// <summary>Keeps a reading, if the one before is a minute old.</summary>
    public void Note(DateTimeOffset now, IReadOnlyDictionary<int, AnswerCounts> counts)
    {
        if (_latest != DateTimeOffset.MinValue && now >= _latest && now - _latest < Apart)
            return;
        _latest = now;
        _readings.Enqueue((now, counts));
        while (_readings.Count > Minutes + 1)
            _readings.Dequeue();
    }

    /// <summary>What came in the last hour, or since the start where that is later.</summary>
    public AnswerCounts LastHour(int perk, DateTimeOffset now, AnswerCounts counts) => counts.Since(Before(now).GetValueOrDefault(perk));

    /// <summary>The latest reading that is an hour old; nothing where the service has not run for so long.</summary>
    private IReadOnlyDictionary<int, AnswerCounts> Before(DateTimeOffset now)
    {
        var before = Start;
        foreach (var (at, counts) in _readings)
        {
            if (now - at < TimeSpan.FromMinutes(Minutes))
                break;
            before = counts;
        }

        return before;
    }
}
