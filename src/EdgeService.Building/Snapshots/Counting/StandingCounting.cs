using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.Counting;

/// <summary>Adds standings up to the statistics of a snapshot.</summary>
internal sealed class StandingCounting(DateTimeOffset at)
{
    private readonly long[] _byStep = new long[ScoreStep.MaxIndex + 1];
    private readonly long[] _byTier = new long[4];
    private readonly Dictionary<Contract, long> _byContract = [];
    private readonly Dictionary<Sector, long> _bySector = [];
    private long _courtListed;
    private long _paymentLineOpen;
    private long _withoutConsent;
    private long _withBans;
    private long _withDatedConsents;

    public void Take(Standing standing, long members)
    {
        _byStep[standing.Score.Index] += members;
        _byTier[(int)standing.Tier] += members;
        _courtListed += standing.CourtListed ? members : 0;
        _paymentLineOpen += standing.PaymentLineOpen ? members : 0;
        _withoutConsent += standing.Consents.Contracts.Count + standing.DatedConsents.Count == 0 ? members : 0;
        _withBans += standing.Bans.Count > 0 ? members : 0;
        _withDatedConsents += standing.DatedConsents.Count > 0 ? members : 0;
        foreach (var contract in InForce(standing))
        {
            _byContract[contract] = _byContract.GetValueOrDefault(contract) + members;
        }

        foreach (var sector in standing.Bans.Where(ban => ban.InForceAt(at)).Select(ban => ban.Sector).Distinct())
        {
            _bySector[sector] = _bySector.GetValueOrDefault(sector) + members;
        }
    }

    public SnapshotStatistics Sum(SnapshotView view) => new(
        view.Metadata.MemberCount,
        _byStep,
        _byTier,
        _byContract,
        _courtListed,
        _paymentLineOpen,
        _withoutConsent,
        _withBans,
        view.DetailCount,
        view.ConsentSetCount)
    {
        BannedBySector = _bySector,
        WithDatedConsents = _withDatedConsents,
        Aliases = view.AliasCount,
    };

    private IEnumerable<Contract> InForce(Standing standing) => standing.DatedConsents.Count == 0
        ? standing.Consents.Contracts
        : standing.Consents.Contracts.Union(standing.DatedConsents.Where(consent => consent.InForceAt(at)).Select(consent => consent.Contract));
}
