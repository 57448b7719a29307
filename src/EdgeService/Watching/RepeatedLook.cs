namespace EdgeService.Watching;

/// <summary>
/// Looks at something outside the service again and again until the service stops. What goes wrong with a look, of whatever kind, is reported
/// and must not end the service that goes on without it.
/// </summary>
/// <param name="interval">Time between two looks.</param>
/// <param name="clock">Whose time it is.</param>
public abstract class RepeatedLook(TimeSpan interval, TimeProvider clock) : BackgroundService
{
    protected TimeProvider Clock => clock;

    protected abstract void LookOnce();

    /// <summary>Says that a look failed in a way nobody foresaw.</summary>
    protected abstract void Report(Exception unforeseen);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                LookAgain();
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private void LookAgain()
    {
        try
        {
            LookOnce();
        }
        catch (Exception unforeseen)
        {
            Report(unforeseen);
        }
    }
}
