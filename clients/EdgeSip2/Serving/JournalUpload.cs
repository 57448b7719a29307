using EdgeService.Client;
using EdgeSip2.Desk;
using Perks.Edge.V1;

namespace EdgeSip2.Serving;

/// <summary>Brings one kiosk's journal to the edge, again and again, until the gateway stops.</summary>
internal static class JournalUpload
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(Kiosk kiosk, TimeProvider clock, GatewayLog log, CancellationToken stopping)
    {
        var wait = Between;
        try
        {
            while (true)
            {
                wait = await OnceAsync(kiosk, log, stopping) ? Between : Longer(wait);
                await Task.Delay(wait, clock, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: what waits is in the journal, for the next start.
        }
    }

    /// <summary>False if the edge could not be reached, or the disk failed: everything still waits.</summary>
    public static async Task<bool> OnceAsync(Kiosk kiosk, GatewayLog log, CancellationToken stopping)
    {
        try
        {
            foreach (var result in await kiosk.Journal.UploadAsync(kiosk.Edge.ReportAsync, stopping))
            {
                if (result.Outcome == ClaimOutcome.Settled)
                    log.ClaimSettled(kiosk.Login, result.Sequence);
                else
                    log.ClaimForPerson(kiosk.Login, result.Sequence, result.Outcome.ToString(), result.Fault?.Message ?? result.ConflictId);
            }

            return true;
        }
        catch (EdgeFaultException unreachable)
        {
            log.UploadPutOff(kiosk.Login, kiosk.Journal.Count, unreachable.Fault.Message);
            return false;
        }
        catch (IOException disk)
        {
            log.UploadPutOff(kiosk.Login, kiosk.Journal.Count, disk.Message);
            return false;
        }
    }

    private static TimeSpan Longer(TimeSpan wait) => wait * 2 < LongestWait ? wait * 2 : LongestWait;
}
