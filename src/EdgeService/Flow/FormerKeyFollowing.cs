using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Ledger;
using EdgeService.Signing;
using EdgeService.Telemetry;

namespace EdgeService.Flow;

/// <summary>
/// Brings what the ledger keeps of former keys to where seals are opened: at the start before a door opens, and now and then, so that what the ledger
/// has let go of is let go of here. An edge that starts while the ledger is out of reach opens nothing of before a re-keying until it has answered once.
/// </summary>
public sealed class FormerKeyFollowing(ILedger ledger, FormerKeys keys, DeploymentSecrets secrets, TimeProvider clock, ILogger<FormerKeyFollowing> log) : BackgroundService
{
    private static readonly TimeSpan UntilRead = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private volatile bool _read;

    /// <summary>Whether they were read since the start.</summary>
    public bool HasRead => _read;

    /// <summary>
    /// By former keys, the tags that members have now, for what this edge keeps by tags; null while the ledger is out of reach. Read anew, since it is wanted
    /// once after a re-keying and is not kept.
    /// </summary>
    public IReadOnlyDictionary<MemberKey, MemberTag>? ReadTags()
    {
        try
        {
            using var seal = new FormerKeySeal(secrets.Names);
            var tags = new Dictionary<MemberKey, MemberTag>();
            foreach (var row in Task.Run(() => ledger.ReadFormerKeysAsync(CancellationToken.None)).GetAwaiter().GetResult())
            {
                tags[row.Member] = row.Tag; // What is rewritten already stays.
                if (seal.TryOpen(row.Former, out var former))
                    tags[former] = row.Tag;
            }

            return tags;
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Reads them all.</summary>
    /// <returns>What was read.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger is out of reach, or its keys were sealed under another deployment's secret.</exception>
    public async Task<IReadOnlyList<FormerKeyRow>> ReadAsync(CancellationToken cancellation)
    {
        var rows = await ledger.ReadFormerKeysAsync(cancellation);
        var opened = new FormerKey[rows.Count];
        using var seal = new FormerKeySeal(secrets.Names);
        for (var i = 0; i < opened.Length; i++)
        {
            opened[i] = seal.TryOpen(rows[i].Former, out var former)
                ? new(former, rows[i].Member, rows[i].Since)
                : throw new LedgerUnavailableException(LedgerFault.OtherSecret) { Detail = OtherNames };
        }

        keys.Take(opened);
        _read = true;
        return rows;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var said = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_read ? Interval : UntilRead, clock, stoppingToken);
                await ReadAsync(stoppingToken);
            }
            catch (LedgerUnavailableException fault)
            {
                if (!said)
                    log.FormerKeysNotRead(fault);
                said = true;
            }
            catch (OperationCanceledException)
            {
                return; // The service stops.
            }
        }
    }

    private const string OtherNames =
        "its former member keys were sealed under another names secret than this edge has. Lay down the seal.key or names.key that the re-keying was made with.";
}
