using Perks.Edge.V1;

namespace EdgeCtl.Rendering;

/// <summary>A grant's history as a timeline.</summary>
internal static class GrantSteps
{
    /// <summary>What happened, and what lies ahead.</summary>
    public static IReadOnlyList<TimelineStep> Of(Grant grant) => [.. grant.Transitions.Select(step => Of(step)), .. Ahead(grant)];

    public static TimelineStep Of(Transition step, DateTimeOffset? writtenAt = null)
    {
        var what = step.Kind.Length > 0 ? step.Kind.Replace('_', ' ').ToLowerInvariant() : Names.InWords(step.Custody);
        var why = string.Join("  ", new[] { step.Amount is { } amount ? Wording.Of(amount) : "", step.Reason }.Where(part => part.Length > 0));
        return new TimelineStep(step.Time.ToDateTimeOffset(), what, step.Actor, why, MarkOf(step), writtenAt);
    }

    /// <summary>What time alone will do, if nobody does anything.</summary>
    public static IEnumerable<TimelineStep> Ahead(Grant grant)
    {
        if (grant.LapseTime is { } lapse)
        {
            yield return new TimelineStep(lapse.ToDateTimeOffset(), "lapses", "clock", "unless the handover is confirmed", TimelineMark.Ahead);
        }

        if (grant.DueTime is { } due && grant.EndTime is null)
        {
            yield return new TimelineStep(due.ToDateTimeOffset(), grant.Overdue ? "was due" : "due back", "clock", "", grant.Overdue ? TimelineMark.Bad : TimelineMark.Ahead);
        }

        if (grant.Money is { Due.MinorUnits: > 0, DueTime: { } payment })
        {
            yield return new TimelineStep(payment.ToDateTimeOffset(), "payment due", "clock", Wording.Of(grant.Money.Due), TimelineMark.Ahead);
        }
    }

    private static TimelineMark MarkOf(Transition step) => step.Custody switch
    {
        _ when step.Amount is not null => TimelineMark.Money,
        Custody.Lost => TimelineMark.Bad,
        Custody.Returned or Custody.Cancelled or Custody.Lapsed => TimelineMark.Good,
        _ => TimelineMark.Step,
    };
}
