using System.Text.Json.Nodes;
using EdgeService.Building.Csv;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>Every bad line of an input file.</summary>
internal static class InputFaultsView
{
    public static CommandAnswer Answer(IReadOnlyList<InputFault> faults) =>
        new(ExitCode.Refused, new JsonObject { ["faults"] = Lines(faults) }, screen => Show(screen, faults));

    public static JsonArray Lines(IEnumerable<InputFault> faults) => new([.. faults.Select(fault => new JsonObject
    {
        ["file"] = fault.Source,
        ["line"] = fault.Line,
        ["problem"] = fault.Problem,
    })]);

    private static void Show(IAnsiConsole screen, IReadOnlyList<InputFault> faults)
    {
        screen.MarkupLineInterpolated($"[red]Refused[/], nothing written; {faults.Count} bad line(s):");
        foreach (var fault in faults)
        {
            screen.MarkupLineInterpolated($"  {fault.ToString()}");
        }
    }
}
