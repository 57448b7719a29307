using Perks.Admin.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>A grant as operators see it: the whole history, with what was told late.</summary>
internal static class LedgerGrantView
{
    public static void Show(IAnsiConsole screen, GetGrantResponse reply)
    {
        GrantView.ShowHead(screen, reply.Grant.Grant, reply.Grant.PartnerId);
        new FactSheet().Row("Member", reply.Grant.MemberPseudonym).Show(screen);
        var steps = reply.Entries.Select(Step);
        Timeline.Show(screen, [.. steps, .. GrantSteps.Ahead(reply.Grant.Grant)]);
    }

    private static TimelineStep Step(LedgerEntry entry)
    {
        var step = GrantSteps.Of(entry.Transition, entry.RecordTime.ToDateTimeOffset());
        return entry.Kind.Length > 0 ? step with { What = entry.Kind.Replace('_', ' ').ToLowerInvariant() } : step;
    }
}
