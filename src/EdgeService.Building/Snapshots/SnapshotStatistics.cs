using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>
/// What a snapshot holds, counted in members: by score step (13 numbers from 350 up), by tier (4 numbers from basic up), by contract consented to.
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

    /// <summary>Goes over every member once.</summary>
    public static SnapshotStatistics Of(SnapshotView view) => new Counting(view).Count();

    private sealed class Counting(SnapshotView view)
    {
        private readonly long[] _byStep = new long[ScoreStep.MaxIndex + 1];
        private readonly long[] _byTier = new long[4];
        private readonly long[] _byConsentIndex = new long[view.ConsentSetCount];
        private readonly Dictionary<Contract, long> _byContract = [];
        private long _courtListed;
        private long _paymentLineOpen;
        private long _withoutConsent;
        private long _withBans;

        public SnapshotStatistics Count()
        {
            for (long bucket = 0; bucket < view.BucketCount; bucket++)
            {
                var (first, end) = view.BucketAt(bucket);
                for (var ordinal = first; ordinal < end; ordinal++)
                {
                    Take(bucket, view.EntryAt(ordinal));
                }
            }

            for (var index = 0; index < _byConsentIndex.Length; index++)
            {
                Take(view.ConsentSetAt(index) ?? ConsentSet.None, _byConsentIndex[index]);
            }

            return new(
                view.Metadata.MemberCount,
                _byStep,
                _byTier,
                _byContract,
                _courtListed,
                _paymentLineOpen,
                _withoutConsent,
                _withBans,
                view.DetailCount,
                view.ConsentSetCount);
        }

        private void Take(long bucket, SnapshotEntry entry)
        {
            _byStep[Math.Min(entry.Score.Index, ScoreStep.MaxIndex)]++;
            _byTier[(int)entry.Tier]++;
            _courtListed += entry.CourtListed ? 1 : 0;
            _paymentLineOpen += entry.PaymentLineOpen ? 1 : 0;
            if (entry.ConsentIndex < _byConsentIndex.Length)
            {
                _byConsentIndex[entry.ConsentIndex]++;
            }
            else if (view.TryFind(view.PrefixOf(bucket, entry), out var standing))
            {
                Take(standing.Consents, 1);
                _withBans += standing.Bans.Count > 0 ? 1 : 0;
            }
        }

        private void Take(ConsentSet set, long members)
        {
            _withoutConsent += set.Contracts.Count == 0 ? members : 0;
            foreach (var contract in set.Contracts)
            {
                _byContract[contract] = _byContract.GetValueOrDefault(contract) + members;
            }
        }
    }
}
