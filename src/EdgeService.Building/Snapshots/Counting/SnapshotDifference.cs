using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.Counting;

/// <summary>What became of the members from one snapshot to a later one, counted in members. Names nobody.</summary>
public sealed record SnapshotDifference
{
    /// <summary>Members of both files whose standing is the same.</summary>
    public long Same { get; init; }

    /// <summary>Members of both whose standing differs in anything.</summary>
    public long Changed { get; init; }

    /// <summary>Members of the later file only.</summary>
    public long Entered { get; init; }

    /// <summary>Members of the earlier file only.</summary>
    public long Left { get; init; }

    public long ScoreUp { get; init; }

    public long ScoreDown { get; init; }

    public long TierUp { get; init; }

    public long TierDown { get; init; }

    public long CourtPut { get; init; }

    public long CourtLifted { get; init; }

    public long PaymentLineOpened { get; init; }

    public long PaymentLineClosed { get; init; }

    /// <summary>Members whose undated consents differ.</summary>
    public long ConsentsChanged { get; init; }

    /// <summary>Members whose dated bans differ.</summary>
    public long BansChanged { get; init; }

    /// <summary>Members whose dated consents differ.</summary>
    public long DatedConsentsChanged { get; init; }

    /// <summary>Cards and documents.</summary>
    public AliasDifference Aliases { get; init; }

    /// <summary>Members by score step before (first) and after.</summary>
    public required IReadOnlyDictionary<(ScoreStep Before, ScoreStep After), long> StepMoves { get; init; }

    /// <summary>Members who gave a consent.</summary>
    public required IReadOnlyDictionary<Contract, long> Given { get; init; }

    /// <summary>Members who withdrew one.</summary>
    public required IReadOnlyDictionary<Contract, long> Withdrawn { get; init; }

    /// <summary>Members who are in another band than before.</summary>
    public IReadOnlyDictionary<(Band Before, Band After), long> BandMoves => StepMoves
        .Where(move => move.Key.Before.Band != move.Key.After.Band)
        .GroupBy(move => (move.Key.Before.Band, move.Key.After.Band))
        .ToDictionary(moves => moves.Key, moves => moves.Sum(move => move.Value));
}
