using EdgeService.Client;
using EdgeSip2.Desk;
using EdgeSip2.Journals;
using Perks.Edge.V1;

namespace EdgeSip2.Serving;

/// <summary>Brings to the edge what one kiosk owes it, again and again, until the gateway stops: loans to be called off, and what was done offline.</summary>
internal static class JournalUpload
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Ends only when the gateway stops, whatever fails.</summary>
    public static async Task RunAsync(Kiosk kiosk, TimeProvider clock, GatewayLog log, CancellationToken stopping)
    {
        var wait = Between;
        try
        {
            while (true)
            {
                wait = await SurvivingAsync(kiosk, clock, log, stopping) ? Between : Longer(wait);
                await Task.Delay(wait, clock, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped: what waits is on disk, for the next start.
        }
    }

    /// <summary>False if anything still waits: the edge could not be reached, the disk failed, or a thing is to be asked for once more.</summary>
    public static async Task<bool> OnceAsync(Kiosk kiosk, TimeProvider clock, GatewayLog log, CancellationToken stopping)
    {
        try
        {
            var calledOff = await CallOffAsync(kiosk, log, stopping);
            for (var before = int.MaxValue; kiosk.Deeds.Count is > 0 and var waiting && waiting < before; before = waiting)
                Say(kiosk, await kiosk.Deeds.UploadAsync(kiosk.Edge, clock.GetUtcNow(), stopping), log);
            return calledOff && kiosk.Deeds.Count == 0;
        }
        catch (EdgeFaultException unreachable)
        {
            log.UploadPutOff(kiosk.Login, kiosk.Deeds.Count, unreachable.Fault.Message);
            return false;
        }
        catch (IOException disk)
        {
            log.UploadPutOff(kiosk.Login, kiosk.Deeds.Count, disk.Message);
            return false;
        }
    }

    private static async Task<bool> SurvivingAsync(Kiosk kiosk, TimeProvider clock, GatewayLog log, CancellationToken stopping)
    {
        try
        {
            return await OnceAsync(kiosk, clock, log, stopping);
        }
        catch (Exception defect) when (!stopping.IsCancellationRequested)
        {
            log.UploadDefect(kiosk.Login, defect);
            return false;
        }
    }

    private static async Task<bool> CallOffAsync(Kiosk kiosk, GatewayLog log, CancellationToken stopping)
    {
        var doubt = await CallingOff.RunAsync(kiosk.Edge, kiosk.Loans, null, stopping);
        if (doubt is not null)
            log.LoansWait(kiosk.Login, kiosk.Loans.Count, doubt.Fault?.Message ?? "it is not settled yet what became of them");
        return doubt is null;
    }

    private static void Say(Kiosk kiosk, IReadOnlyList<OfflineClaimResult> results, GatewayLog log)
    {
        foreach (var result in results.Where(result => result.Outcome != ClaimOutcome.Unspecified))
        {
            if (result.Outcome == ClaimOutcome.Settled)
                log.ClaimSettled(kiosk.Login, result.Sequence);
            else
                log.ClaimForPerson(kiosk.Login, result.Sequence, result.Outcome.ToString(), result.Fault?.Message ?? result.ConflictId);
        }

        if (results.Count(result => result.Outcome == ClaimOutcome.Unspecified) is > 0 and var others)
            log.NotOfTheEdge(kiosk.Login, others);
    }

    private static TimeSpan Longer(TimeSpan wait) => wait * 2 < LongestWait ? wait * 2 : LongestWait;
}
