using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>A decision, as a person at the terminal wants to see it.</summary>
internal static class DecisionView
{
    public static void Show(IAnsiConsole screen, Decision decision, string language)
    {
        screen.Write(new Text(Names.InWords(decision.Outcome).ToUpperInvariant(), OutcomeStyle.Of(decision.Outcome)));
        screen.WriteLine($"  {decision.PerkId}{(decision.Stale ? "  (on old data)" : "")}");
        new FactSheet()
            .Row("Why", decision.RefusalCode == RefusalCode.Unspecified ? null : Names.InWords(decision.RefusalCode))
            .Row("Benefit", BenefitWording.Of(decision.Benefit))
            .Row("Instead", Instead(decision.Remedy, language))
            .Row("Basis", decision.Basis is { } basis ? Wording.Of(basis) : null)
            .Show(screen);
        if (decision.Outcome != Outcome.Eligible && !decision.DecisionId.IsEmpty)
        {
            ShowClaim(screen, ProtoJson.ClaimCode(decision.DecisionId));
        }
    }

    public static string Instead(Remedy? remedy, string language)
    {
        if (remedy is null)
        {
            return "";
        }

        string?[] parts =
        [
            Languages.Pick(remedy.Texts, language),
            remedy.Deposit is { MinorUnits: > 0 } deposit ? $"deposit {Wording.Of(deposit)}" : null,
            remedy.Hotline is { Length: > 0 } hotline ? $"hotline {hotline}" : null,
            remedy.Desk ? "desk" : null,
        ];
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static void ShowClaim(IAnsiConsole screen, string claimCode)
    {
        screen.WriteLine("  The member reads the reasons with this claim code (edge explain CODE --member ID):");
        screen.Verbatim(claimCode);
    }
}
