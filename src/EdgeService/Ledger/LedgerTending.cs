using EdgeService.Audit;
using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Ledger;

/// <summary>What a ledger needs now and then while it runs: a backup when the latest has grown old, and the end of what is past its retention.</summary>
public sealed class LedgerTending(ILedger ledger, IOptions<LedgerOptions> options, AuditTrail audit, TimeProvider clock, ILogger<LedgerTending> log) : BackgroundService
{
    private const int KeysAtOnce = 10_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private readonly LedgerOptions _options = options.Value;
    private UInt128 _sweptTo;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                await TendAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    /// <summary>Does what is due. A fault is said, and tried again the next time; that no backup can be made keeps nothing beyond its retention.</summary>
    public async Task TendAsync(CancellationToken stopping)
    {
        await TryAsync(BackUpAsync(stopping));
        await TryAsync(EraseAsync(stopping));
        await TryAsync(LetGoOfFormerKeysAsync(stopping));
    }

    private async Task TryAsync(Task tending)
    {
        try
        {
            await tending;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or LedgerUnavailableException)
        {
            log.LedgerNotTended(fault);
        }
    }

    /// <summary>Page after page, so that no backlog grows; other calls come in between.</summary>
    private async Task EraseAsync(CancellationToken stopping)
    {
        var (erased, page) = (0L, LedgerPages.Largest);
        while (page >= LedgerPages.Largest && !stopping.IsCancellationRequested)
            erased += page = await ledger.EraseAsync(_options.GrantRetention, LedgerPages.Largest, stopping);
        if (erased > 0)
            audit.Note("ledger.erased", $"grants:{erased}");
    }

    /// <summary>One stretch a minute, so that it is never much at once: of a hundred million, all within a week.</summary>
    private async Task LetGoOfFormerKeysAsync(CancellationToken stopping)
    {
        var swept = await ledger.LetGoOfFormerKeysAsync(_options.FormerKeyRetention, _sweptTo, KeysAtOnce, stopping);
        _sweptTo = swept.After ?? 0;
        if (swept.LetGo > 0)
            audit.Note("ledger.former-keys-erased", $"keys:{swept.LetGo}");
    }

    private async Task BackUpAsync(CancellationToken stopping)
    {
        if (_options.BackupFolder is not { } folder)
        {
            return;
        }

        var now = clock.GetUtcNow();
        if (BackupFile.Regular(folder).Any(backup => BackupFile.BegunAt(backup) is var begun && begun <= now && now - begun < _options.BackupEvery))
        {
            return;
        }

        if (await ledger.BackUpAsync(null, stopping) is { } backup)
        {
            log.LedgerBackedUp(backup.FileName, backup.Bytes);
            audit.Note("ledger.backed-up", $"backup:{backup.FileName}");
            foreach (var old in BackupFile.Regular(folder).Skip(_options.BackupsKept))
            {
                old.Delete();
            }
        }
    }
}
