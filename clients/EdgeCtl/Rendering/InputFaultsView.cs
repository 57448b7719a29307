using System.Text.Json.Nodes;
using EdgeService.Building.Csv;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>Every bad line of an input file.</summary>
internal static class InputFaultsView
{
    /// <param name="faults">Those to list.</param>
    /// <param name="notListed">How many more there are.</param>
    public static CommandAnswer Answer(IReadOnlyList<InputFault> faults, long notListed = 0) => new(
        ExitCode.Refused,
        new JsonObject { ["faults"] = Lines(faults), ["faultsNotListed"] = notListed },
        screen => Show(screen, faults, notListed));

    public static JsonArray Lines(IEnumerable<InputFault> faults) => new([.. faults.Select(fault => new JsonObject
    {
        ["file"] = fault.Source,
        ["line"] = fault.Line,
        ["problem"] = fault.Problem,
    })]);

    private static void Show(IAnsiConsole screen, IReadOnlyList<InputFault> faults, long notListed)
    {
        screen.MarkupLineInterpolated($"[red]Refused[/], nothing written; {Wording.Of(faults.Count + notListed)} bad line(s):");
        foreach (var fault in faults)
        {
            screen.MarkupLineInterpolated($"  {fault.ToString()}");
        }

        if (notListed > 0)
        {
            screen.MarkupLineInterpolated($"  and {Wording.Of(notListed)} more");
        }
    }
}
