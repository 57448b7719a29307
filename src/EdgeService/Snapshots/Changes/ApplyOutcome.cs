using EdgeService.Core.Changes;

namespace EdgeService.Snapshots.Changes;

/// <summary>What became of changes offered.</summary>
public abstract record ApplyOutcome
{
    private ApplyOutcome()
    {
    }

    /// <summary>They are on disk and seen by the next reader; or would be, if it was only to be looked at.</summary>
    /// <param name="New">Changes that were new.</param>
    /// <param name="Repeated">Changes applied before.</param>
    /// <param name="Ineffective">New ones without effect: their members are not enrolled, or a card is somebody else's.</param>
    /// <param name="Through">Revision of the last change that counts.</param>
    public sealed record Applied(int New, int Repeated, int Ineffective, long Through) : ApplyOutcome;

    /// <summary>Nothing was applied: some do not fit. One place for every change offered.</summary>
    public sealed record Misplaced(IReadOnlyList<PlacedChange> Places) : ApplyOutcome;

    /// <summary>Nothing was applied: the disk did not take it.</summary>
    public sealed record NotStored(IOException Fault) : ApplyOutcome;
}
