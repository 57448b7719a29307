using Perks.Admin.V1;
using Perks.Member.V1;
using Spectre.Console;
using GetDisputeResponse = Perks.Admin.V1.GetDisputeResponse;

namespace EdgeCtl.Rendering;

/// <summary>Disputes, as their member and as operators see them.</summary>
internal static class DisputeView
{
    public static void Show(IAnsiConsole screen, IReadOnlyCollection<OwnDispute> disputes)
    {
        if (disputes.Count == 0)
        {
            screen.WriteLine("Nothing is contested.");
        }

        foreach (var dispute in disputes)
        {
            Show(screen, dispute);
        }
    }

    public static void Show(IAnsiConsole screen, OwnDispute dispute)
    {
        screen.MarkupLineInterpolated($"[bold]{Names.Of(dispute.State)}[/]  {dispute.DisputeId}");
        new FactSheet()
            .Row("Says", dispute.Statement)
            .Row("State", dispute.StateText)
            .Row("Opened", Wording.Of(dispute.OpenTime))
            .Row("Decision by", Wording.Of(dispute.DeadlineTime) + (dispute.Overdue ? ", overdue" : ""))
            .Row("Decided", Wording.Of(dispute.ResolveTime))
            .Row("Why", dispute.ResolutionReason)
            .Show(screen);
    }

    public static void Show(IAnsiConsole screen, IReadOnlyCollection<Dispute> disputes, string nextPage)
    {
        if (disputes.Count == 0)
        {
            screen.WriteLine("No dispute waits for anybody.");
            return;
        }

        foreach (var dispute in disputes)
        {
            Show(screen, dispute);
        }

        if (nextPage.Length > 0)
        {
            screen.MarkupLineInterpolated($"  [grey]more with --page {nextPage}[/]");
        }
    }

    public static void Show(IAnsiConsole screen, GetDisputeResponse reply)
    {
        Show(screen, reply.Dispute);
        if (reply.Decision is not { } decision)
        {
            return;
        }

        screen.MarkupLineInterpolated($"  The decision: [bold]{Names.Of(decision.Outcome)}[/]  {decision.PerkId}");
        new FactSheet()
            .Row("Asked by", decision.Asker)
            .Row("When", Wording.Of(decision.DecideTime))
            .Row("Reasons", string.Join(", ", decision.Reasons))
            .Row("Basis", Wording.Of(decision.Basis))
            .Show(screen);
    }

    private static void Show(IAnsiConsole screen, Dispute dispute)
    {
        screen.MarkupLineInterpolated($"[bold]{Names.Of(dispute.State)}[/]  {Names.InWords(dispute.Subject)}  {dispute.DisputeId}");
        new FactSheet()
            .Row("Says", dispute.Statement)
            .Row("Ban", dispute.Ban is { } ban ? $"{Names.InWords(ban.Sector)}, from {Wording.Of(ban.StartTime)}" : null)
            .Row("Partner", dispute.PartnerId)
            .Row("Answer in", dispute.LanguageCode)
            .Row("Decide by", Wording.Of(dispute.DeadlineTime) + (dispute.Overdue ? ", overdue" : ""))
            .Row("Decided", dispute.ResolveTime is null ? null : $"{Wording.Of(dispute.ResolveTime)} by {dispute.Resolver}{(dispute.ListingLifted ? ", listing lifted" : "")}")
            .Row("Why", dispute.ResolutionReason)
            .Show(screen);
    }
}
