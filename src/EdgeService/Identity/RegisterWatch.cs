using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Identity;

/// <summary>
/// Follows the register, so that what was done at another edge is in force here within a second. Its time is the machine's steady one: a clock
/// that is set changes nothing about how long ago the register answered.
/// </summary>
public sealed class RegisterWatch(TerminalRegister register, Standings standings, IOptions<PkiOptions> options, TimeProvider clock, ILogger<RegisterWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    /// <summary>What was read longer ago does not count as near any more.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1);

    private long _cursor;
    private long _readAt;
    private bool _wasRead;
    private bool _said;
    private Task _look = Task.CompletedTask;

    /// <summary>Looks once, for so long at most; what goes wrong makes the register farther.</summary>
    public async Task LookAsync(TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            // One look at a time: one that hangs is waited for, not joined by others.
            if (_look.IsCompleted)
                _look = ReadAsync();
            await _look.WaitAsync(patience, cancellation);
            standings.Turn(RegisterReach.Near);
            _said = false;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Recede(fault);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(Patience, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private async Task ReadAsync()
    {
        var begun = clock.GetTimestamp();
        var changes = await register.ReadChanges(_cursor, clock.GetUtcNow(), CancellationToken.None);
        foreach (var terminal in changes.Terminals)
            standings.Put(terminal);
        (_cursor, _readAt, _wasRead) = (changes.Next, begun, true);
    }

    private void Recede(Exception fault)
    {
        var age = clock.GetElapsedTime(_readAt);
        if (!_wasRead)
            standings.Turn(RegisterReach.Unread);
        else if (age > options.Value.RegisterLife)
            standings.Turn(RegisterReach.Gone);
        else if (age > Near)
            standings.Turn(RegisterReach.Far);
        if (!_said && standings.Reach != RegisterReach.Near)
        {
            _said = true;
            log.RegisterOutOfReach(fault, options.Value.RegisterLife);
        }
    }
}
