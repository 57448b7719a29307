using EdgeService.Core.Changes;
using EdgeService.Core.Snapshots;
using EdgeService.Faults;
using EdgeService.Snapshots.Uploads;

namespace EdgeService.Flow;

/// <summary>What operators are told when a snapshot or a change does not come in.</summary>
internal static class SnapshotFaults
{
    private const int MostNamed = 20;

    /// <summary>The disk did not take it. What the disk said is in the log.</summary>
    public static EdgeFault NotStored { get; } = new(
        FaultReason.StorageFull, "The disk of this edge is full or failing; its log says which. Nothing was acknowledged; make room and call again.");

    private static readonly EdgeFault Busy = new(
        FaultReason.Overloaded, "Another snapshot is being received. Wait for it to end.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static EdgeFault Of(UploadOutcome outcome) => outcome switch
    {
        UploadOutcome.Refused refused => new(FaultReason.SnapshotRefused, refused.Refusal.Detail),
        UploadOutcome.Unfinished unfinished => new(
            FaultReason.UploadOffset, $"{unfinished.Received} of {unfinished.Total} bytes are here. Begin again at offset {unfinished.Received}."),
        UploadOutcome.NoRoom room => new(
            FaultReason.StorageFull, $"The disk of this edge lacks {room.MissingBytes} bytes for this file and what is kept free. Make room and call again."),
        UploadOutcome.Busy => Busy,
        _ => NotStored,
    };

    public static EdgeFault NothingBefore(long revision, IEnumerable<SnapshotRefusal> refusals) => new(
        FaultReason.RollbackImpossible,
        string.Join(' ', [$"No snapshot before {revision} can be served; it stays.", .. refusals.Select(refusal => refusal.Detail).Distinct()]));

    /// <summary>All that is wrong with the order of changes, under the reason that must be dealt with first.</summary>
    public static EdgeFault Misplaced(IReadOnlyList<StandingChange> changes, IReadOnlyList<PlacedChange> places)
    {
        var wrong = places.Index().Where(one => one.Item.Place is not (ChangePlace.Next or ChangePlace.Repeated)).ToList();
        var reason = wrong.Exists(one => one.Item.Place == ChangePlace.OutOfOrder) ? FaultReason.FieldInvalid
            : wrong.Exists(one => one.Item.Place == ChangePlace.Conflict) ? FaultReason.ChangeConflict
            : FaultReason.ChangeGap;
        FieldFault[] fields = [.. wrong.Take(MostNamed).Select(one => new FieldFault($"changes[{one.Index}].revision", Say(changes[one.Index].Revision, one.Item)))];
        var more = wrong.Count > MostNamed ? $" And {wrong.Count - MostNamed} more." : "";
        return new(reason, string.Join(' ', fields.Select(field => $"{field.Field}: {field.Message}.")) + more) { Fields = fields };
    }

    private static string Say(long revision, PlacedChange place) => place.Place switch
    {
        ChangePlace.Gap => $"is {revision}, and the next change here is {place.Expected}",
        ChangePlace.Conflict => $"another change was applied under {revision}",
        _ => $"is {revision}, and must be {place.Expected} after the one before it",
    };
}
