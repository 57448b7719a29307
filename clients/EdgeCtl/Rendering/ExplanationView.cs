using Perks.Member.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>What the member reads: every reason, what to do about it, and how to contest.</summary>
internal static class ExplanationView
{
    public static void Show(IAnsiConsole screen, ExplainDecisionResponse reply)
    {
        screen.Write(new Text(Names.InWords(reply.Outcome).ToUpperInvariant(), OutcomeStyle.Of(reply.Outcome)));
        screen.WriteLine($"  {reply.PerkId}");
        new FactSheet()
            .Row("Where", $"{reply.PartnerId}, {reply.VenueId}")
            .Row("When", Wording.Of(reply.DecideTime))
            .Row("Basis", reply.Basis is { } basis ? Wording.Of(basis) : null)
            .Show(screen);
        ShowReasons(screen, reply.Reasons);
        new FactSheet()
            .Row("Score", reply.NextScoreText)
            .Row("Contest", reply.HowToContest)
            .Show(screen);
    }

    private static void ShowReasons(IAnsiConsole screen, IEnumerable<MemberReason> reasons)
    {
        foreach (var reason in reasons)
        {
            screen.MarkupLineInterpolated($"  [bold]{reason.Title}[/]  [grey]{reason.Code}[/]");
            foreach (var text in new[] { reason.Explanation, reason.NextStep }.Where(text => text.Length > 0))
            {
                screen.Write(new Padder(new Text(text), new Padding(4, 0, 0, 0)));
            }
        }
    }
}
