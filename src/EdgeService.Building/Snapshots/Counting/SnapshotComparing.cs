using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.Counting;

/// <summary>
/// Compares two snapshots of one deployment member by member, going over both files once, side by side. Members are matched by their keys
/// as far as both files hold them.
/// </summary>
public sealed class SnapshotComparing
{
    private const int Steps = ScoreStep.MaxIndex + 1;

    private readonly SnapshotView _before;
    private readonly SnapshotView _after;
    private readonly ConsentMoves _consents;
    private readonly long[] _stepMoves = new long[Steps * Steps];
    private readonly long[] _sums = new long[Enum.GetValues<Sum>().Length];

    private SnapshotComparing(SnapshotView before, SnapshotView after)
    {
        (_before, _after) = (before, after);
        _consents = new ConsentMoves(before, after);
    }

    private enum Sum
    {
        Same, Changed, Entered, Left, ScoreUp, ScoreDown, TierUp, TierDown, CourtPut, CourtLifted, LineOpened, LineClosed, Consents, Bans, Dated,
    }

    /// <param name="before">The earlier one; both stay open meanwhile.</param>
    /// <param name="after">The later one, built under the same member secret.</param>
    /// <param name="done">Told how many members of the later file have been gone over, now and then.</param>
    /// <exception cref="SnapshotDamagedException">A part of a file is not what was signed.</exception>
    public static SnapshotDifference Compare(SnapshotView before, SnapshotView after, Action<long>? done = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var comparing = new SnapshotComparing(before, after);
        comparing.Merge(done);
        return comparing.Result();
    }

    private void Merge(Action<long>? done)
    {
        // Of a key each file holds as many bits as its directory and 38.
        var unheld = 64 - SnapshotEntry.RemainderBits - Math.Min(_before.Metadata.DirectoryBits, _after.Metadata.DirectoryBits);
        var (old, young) = (new MemberCursor(_before), new MemberCursor(_after));
        var (hasOld, hasYoung) = (old.MoveNext(), young.MoveNext());
        while (hasOld || hasYoung)
        {
            var order = !hasOld ? 1 : !hasYoung ? -1 : (old.Prefix.Value >> unheld).CompareTo(young.Prefix.Value >> unheld);
            if (order == 0)
            {
                Compare(old, young);
            }
            else
            {
                Add(order < 0 ? Sum.Left : Sum.Entered);
            }

            hasOld = order > 0 ? hasOld : old.MoveNext();
            hasYoung = order < 0 ? hasYoung : young.MoveNext();
            if ((young.Ordinal & 0xF_FFFF) == 0)
            {
                done?.Invoke(young.Ordinal);
            }
        }

        _consents.AddUp();
    }

    private void Compare(MemberCursor old, MemberCursor young)
    {
        var (before, after) = (old.Entry, young.Entry);
        if (Math.Max(before.Score.Index, after.Score.Index) > ScoreStep.MaxIndex)
        {
            Add(Sum.Changed);
            return;
        }

        _stepMoves[(before.Score.Index * Steps) + after.Score.Index]++;
        var changed = CompareNumbers(before.Score.Index, after.Score.Index, Sum.ScoreUp, Sum.ScoreDown)
            | CompareNumbers((int)before.Tier, (int)after.Tier, Sum.TierUp, Sum.TierDown)
            | CompareNumbers(before.CourtListed ? 1 : 0, after.CourtListed ? 1 : 0, Sum.CourtPut, Sum.CourtLifted)
            | CompareNumbers(before.PaymentLineOpen ? 1 : 0, after.PaymentLineOpen ? 1 : 0, Sum.LineOpened, Sum.LineClosed);
        changed |= before.ConsentIndex == SnapshotEntry.InDetails || after.ConsentIndex == SnapshotEntry.InDetails
            ? CompareDetails(old, young)
            : Add(Sum.Consents, _consents.Take(before.ConsentIndex, after.ConsentIndex));
        Add(changed ? Sum.Changed : Sum.Same);
    }

    private bool CompareNumbers(int before, int after, Sum up, Sum down) => Add(up, after > before) | Add(down, after < before);

    private bool CompareDetails(MemberCursor old, MemberCursor young)
    {
        if (!_before.TryFind(old.Prefix, out var before) || !_after.TryFind(young.Prefix, out var after))
        {
            return true;
        }

        return Add(Sum.Consents, _consents.Take(before.Consents, after.Consents))
            | Add(Sum.Bans, !SameItems(before.Bans, after.Bans))
            | Add(Sum.Dated, !SameItems(before.DatedConsents, after.DatedConsents));
    }

    /// <summary>Whether the lists hold the same, in whatever order.</summary>
    private static bool SameItems<T>(IReadOnlyList<T> before, IReadOnlyList<T> after) =>
        before.Count == after.Count && (before.Count == 0 || before.ToHashSet().SetEquals(after));

    private bool Add(Sum sum, bool holds = true)
    {
        _sums[(int)sum] += holds ? 1 : 0;
        return holds;
    }

    private SnapshotDifference Result()
    {
        long Of(Sum sum) => _sums[(int)sum];
        return new SnapshotDifference
        {
            Same = Of(Sum.Same),
            Changed = Of(Sum.Changed),
            Entered = Of(Sum.Entered),
            Left = Of(Sum.Left),
            ScoreUp = Of(Sum.ScoreUp),
            ScoreDown = Of(Sum.ScoreDown),
            TierUp = Of(Sum.TierUp),
            TierDown = Of(Sum.TierDown),
            CourtPut = Of(Sum.CourtPut),
            CourtLifted = Of(Sum.CourtLifted),
            PaymentLineOpened = Of(Sum.LineOpened),
            PaymentLineClosed = Of(Sum.LineClosed),
            ConsentsChanged = Of(Sum.Consents),
            BansChanged = Of(Sum.Bans),
            DatedConsentsChanged = Of(Sum.Dated),
            Aliases = AliasDifference.Between(_before, _after),
            StepMoves = Moves(),
            Given = _consents.Given,
            Withdrawn = _consents.Withdrawn,
        };
    }

    private Dictionary<(ScoreStep Before, ScoreStep After), long> Moves() => _stepMoves.Index()
        .Where(move => move.Item > 0 && move.Index / Steps != move.Index % Steps)
        .ToDictionary(move => (new ScoreStep((byte)(move.Index / Steps)), new ScoreStep((byte)(move.Index % Steps))), move => move.Item);
}
