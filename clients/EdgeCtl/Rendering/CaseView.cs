using System.Text.Json.Nodes;
using EdgeService.Building.Catalogs;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>What became of a file of cases: those that differ, and how many passed.</summary>
internal static class CaseView
{
    public static JsonObject Document(CaseRun run) => new()
    {
        ["passed"] = run.Results.Count(result => result.Passed),
        ["failed"] = run.Results.Count(result => !result.Passed),
        ["fault"] = run.Fault,
        ["cases"] = new JsonArray([.. run.Results.Select(result => new JsonObject
        {
            ["name"] = result.Name,
            ["passed"] = result.Passed,
            ["differences"] = new JsonArray([.. result.Differences.Select(difference => JsonValue.Create(difference))]),
        })]),
    };

    public static void Show(IAnsiConsole screen, CaseRun run)
    {
        if (run.Fault is { } fault)
        {
            screen.MarkupLineInterpolated($"[red]The cases cannot be read:[/] {fault}");
            return;
        }

        foreach (var result in run.Results.Where(result => !result.Passed))
        {
            screen.MarkupLineInterpolated($"[red]✗[/] {result.Name}");
            foreach (var difference in result.Differences)
            {
                screen.MarkupLineInterpolated($"    {difference}");
            }
        }

        screen.MarkupLineInterpolated($"{run.Results.Count(result => result.Passed)} of {run.Results.Count} cases passed.");
    }
}
