using EdgeService.Building.Snapshots.Counting;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>
/// What a snapshot holds, counted in members: by score step (13 numbers from 350 up), by tier (4 numbers from basic up), by contract
/// consented to.
/// </summary>
public sealed record SnapshotStatistics(
    long Members,
    IReadOnlyList<long> ByStep,
    IReadOnlyList<long> ByTier,
    IReadOnlyDictionary<Contract, long> ByContract,
    long CourtListed,
    long PaymentLineOpen,
    long WithoutConsent,
    long WithBans,
    long WithDetails,
    int ConsentSets)
{
    /// <summary>Members by band, in the order of the bands.</summary>
    public IReadOnlyList<(Band Band, long Members)> ByBand =>
        [.. ByStep.Index().GroupBy(step => new ScoreStep((byte)step.Index).Band, (band, steps) => (band, steps.Sum(step => step.Item)))];

    /// <summary>Members whom a ban is in force against at the moment asked for, by sector.</summary>
    public required IReadOnlyDictionary<Sector, long> BannedBySector { get; init; }

    /// <summary>
    /// Members with a consent that begins or ends on a day. They count under a contract when it is in force at the moment asked for.
    /// </summary>
    public long WithDatedConsents { get; init; }

    /// <summary>Cards and documents that lead to members.</summary>
    public long Aliases { get; init; }

    /// <summary>Goes over every member once.</summary>
    /// <param name="view">Stays open meanwhile.</param>
    /// <param name="at">The moment at which dated bans and consents are looked at; by default that of the snapshot.</param>
    /// <param name="done">Told how many members have been counted, now and then.</param>
    /// <param name="also">Sees every standing with the number of its members too.</param>
    /// <exception cref="SnapshotDamagedException">A part of the file is not what was signed.</exception>
    public static SnapshotStatistics Of(
        SnapshotView view, DateTimeOffset? at = null, Action<long>? done = null, Action<Standing, long>? also = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        var counting = new StandingCounting(at ?? view.Metadata.AsOf);
        MemberGroups.Visit(
            view,
            (standing, members) =>
            {
                counting.Take(standing, members);
                also?.Invoke(standing, members);
            },
            done);
        return counting.Sum(view);
    }
}
