using Perks.Admin.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>A claim that could not be settled: who reported what, and what is wrong with it.</summary>
internal static class FaultyClaimView
{
    public static void Show(IAnsiConsole screen, IReadOnlyCollection<FaultyClaim> claims, string nextPage)
    {
        if (claims.Count == 0)
        {
            screen.WriteLine("No claim waits for anybody.");
            return;
        }

        foreach (var claim in claims)
        {
            Show(screen, claim);
        }

        if (nextPage.Length > 0)
        {
            screen.MarkupLineInterpolated($"  [grey]more with --page {nextPage}[/]");
        }
    }

    public static void Show(IAnsiConsole screen, FaultyClaim claim)
    {
        screen.MarkupLineInterpolated($"[bold]{InWords(claim.Act)}[/]  [grey]{claim.ClaimId}[/]");
        new FactSheet()
            .Row("Who", $"{claim.PartnerId}:{claim.Terminal}, number {claim.Sequence} of its journal")
            .Row("When", claim.ClaimTime is { } time ? $"{Wording.Of(time)}, by its own clock" : "")
            .Row("Perk", claim.PerkId)
            .Row("What", string.Join(", ", claim.ItemRefs))
            .Row("Member", claim.MemberPseudonym)
            .Row("Fault", claim.Fault is { } fault ? fault.Message : $"the token does not verify: {Names.InWords(claim.Verdict)}")
            .Row("Told", Wording.Of(claim.RecordTime))
            .Show(screen);
        ShowResolution(screen, claim);
    }

    private static void ShowResolution(IAnsiConsole screen, FaultyClaim claim)
    {
        if (claim.Resolution == FaultyClaimResolution.Unspecified)
        {
            screen.WriteLine($"  Open: edge ledger close-claim {claim.ClaimId} --recorded or --dismissed, with --reason WHY");
        }
        else
        {
            screen.MarkupLineInterpolated($"  [green]{Names.InWords(claim.Resolution)}[/], {Wording.Of(claim.ResolveTime)}: {claim.ResolutionReason}");
        }

        screen.WriteLine();
    }

    private static string InWords(JournalledAct act) => act switch
    {
        JournalledAct.AcceptedToken => "A token that was accepted",
        JournalledAct.Lending => "Something that was lent",
        JournalledAct.Comeback => "Something that came back",
        _ => "A claim that does not say of what",
    };
}
