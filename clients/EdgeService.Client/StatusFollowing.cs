using EdgeService.Client.Links;
using Google.Protobuf;

namespace EdgeService.Client;

/// <summary>
/// Keeps an <see cref="OfflineVerifier"/> up to date for as long as it runs: keys and offers at the start and every half hour, status lists as they change,
/// everything again after a break. Waits between attempts grow from half a second to half a minute, each drawn from the upper half, so that a thousand
/// gates do not come back at one moment.
/// </summary>
public sealed class StatusFollowing(TerminalClient terminal, OfflineVerifier verifier, TimeProvider? clock = null)
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(30);

    /// <summary>The longest silence: two signs of life that did not come.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(65);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));

    /// <summary>Raised when the service was in reach, when it was not, and when the disk did not take what was fetched.</summary>
    public event EventHandler<StatusFollowedEventArgs>? Followed;

    /// <summary>Runs until it is cancelled, and ends then without a fault.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await verifier.LearnAsync(terminal, stopping);
                Tell(null);
                await WatchAsync(stopping);
            }
            catch (Exception fault) when (fault is EdgeFaultException or IOException or FormatException && !stopping.IsCancellationRequested)
            {
                Tell(fault);
            }
            catch (OperationCanceledException)
            {
                // Stopped, or silent for too long.
            }

            await WaitAsync(stopping);
        }
    }

    /// <summary>Ends when everything is due again, when a key turns up that is not on the list, and when the service falls silent.</summary>
    private async Task WatchAsync(CancellationToken stopping)
    {
        var until = _clock.GetUtcNow() + RenewEvery;
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        silence.CancelAfter(LongestSilence);
        await foreach (var message in terminal.WatchStatusAsync(ByteString.Empty, silence.Token))
        {
            silence.CancelAfter(LongestSilence);
            _backoff.Reset();
            var allKnown = verifier.Learn(message.StatusLists);
            verifier.NoteContact();
            Tell(null);
            if (!allKnown || _clock.GetUtcNow() >= until)
                return;
        }
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(_backoff.Next(), stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private void Tell(Exception? fault) => Followed?.Invoke(this, new StatusFollowedEventArgs(fault));
}

/// <summary>What came of following.</summary>
/// <param name="fault">Why it broke off; null when the service was in reach and everything was kept.</param>
public sealed class StatusFollowedEventArgs(Exception? fault) : EventArgs
{
    public Exception? Fault { get; } = fault;
}
