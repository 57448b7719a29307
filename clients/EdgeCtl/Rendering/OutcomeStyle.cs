using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>Green for yes, red for no, yellow for a person decides. The words say the same without colour.</summary>
internal static class OutcomeStyle
{
    public static Style Of(Outcome outcome) => OfExit(ExitCode.Of(outcome));

    public static Style OfExit(int exitCode) => exitCode switch
    {
        ExitCode.Done => new Style(Color.Green, decoration: Decoration.Bold),
        ExitCode.Referred => new Style(Color.Yellow, decoration: Decoration.Bold),
        _ => new Style(Color.Red, decoration: Decoration.Bold),
    };
}
