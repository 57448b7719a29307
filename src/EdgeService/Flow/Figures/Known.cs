using EdgeService.Faults;

namespace EdgeService.Flow.Figures;

/// <summary>What was last read of something that may be out of reach.</summary>
/// <param name="Value">What was read; null when it never could be.</param>
/// <param name="At">When.</param>
/// <param name="IsCurrent">Whether the last try succeeded.</param>
public sealed record Known<T>(T? Value, DateTimeOffset At, bool IsCurrent)
    where T : class;

/// <summary>Asks for something now and then, however often it is looked at, and keeps the last answer when there is none.</summary>
/// <param name="every">Time between two tries.</param>
/// <param name="clock">The time.</param>
/// <remarks>One caller at a time.</remarks>
internal sealed class NowAndThen<T>(TimeSpan every, TimeProvider clock)
    where T : class
{
    private Known<T> _last = new(null, default, false);
    private DateTimeOffset _tried = DateTimeOffset.MinValue;

    public async Task<Known<T>> AskAsync(Func<DateTimeOffset, Task<T>> ask)
    {
        var now = clock.GetUtcNow();
        if (_tried != DateTimeOffset.MinValue && now >= _tried && now - _tried < every)
            return _last;
        _tried = now;
        try
        {
            _last = new Known<T>(await ask(now), now, true);
        }
        catch (EdgeFaultException)
        {
            _last = _last with { IsCurrent = false };
        }

        return _last;
    }
}
