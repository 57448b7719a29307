using System.Collections.Concurrent;
using EdgeService.Identity;
using EdgeService.Telemetry;

namespace EdgeService.Flow;

/// <summary>
/// Tells operators of terminals that ask about one member for perks of several score thresholds in a day, in whatever order. Counts terminals and
/// knows no member.
/// </summary>
public sealed class LadderAlarm(EdgeMeter meter, ILogger<LadderAlarm> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Silence> _silences = new(StringComparer.Ordinal);

    /// <summary>Counts a ladder, and writes a line unless one of the same terminal was written within the last minute.</summary>
    public void Raise(Caller caller, int steps, DateTimeOffset now)
    {
        meter.LadderClimbed(caller.PartnerId, caller.Short);
        var silence = _silences.AddOrUpdate(
            caller.Short,
            _ => new Silence(now, 0, 0),
            (_, last) => now - last.Since < Pause ? last with { Kept = last.Kept + 1 } : new Silence(now, 0, last.Kept));
        if (silence.Kept == 0)
            log.LadderClimbed(caller.Short, steps, silence.KeptBefore);
    }

    /// <summary>Counts a question beyond the budget.</summary>
    public void Refused(Caller caller) => meter.PerkBudgetSpent(caller.PartnerId, caller.Short);

    /// <param name="Since">When the last line was written.</param>
    /// <param name="Kept">Ladders since then; with none, the line is still to be written.</param>
    /// <param name="KeptBefore">Ladders between that line and the one before it.</param>
    private sealed record Silence(DateTimeOffset Since, int Kept, int KeptBefore);
}
