using System.Text.Json.Nodes;
using EdgeService.Core.Perks;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>What a catalog file is found to be.</summary>
internal static class CatalogView
{
    public static JsonObject Document(string path, CatalogBuild build) => new()
    {
        ["file"] = path,
        ["revision"] = build.Catalog?.Revision,
        ["perks"] = build.Catalog?.Perks.Count,
        ["terminals"] = build.Catalog?.Terminals.Count,
        ["faults"] = new JsonArray([.. build.Faults.Select(fault => new JsonObject { ["path"] = fault.Path, ["message"] = fault.Message })]),
    };

    public static void Show(IAnsiConsole screen, string path, CatalogBuild build)
    {
        if (build.Catalog is { } catalog)
        {
            screen.MarkupLineInterpolated(
                $"[green]Good:[/] revision {catalog.Revision}, {catalog.Perks.Count} perks, {catalog.Partners.Count} partners, {catalog.Terminals.Count} terminals  [grey]{path}[/]");
            return;
        }

        screen.MarkupLineInterpolated($"[red]Refused[/], {build.Faults.Count} fault(s):  [grey]{path}[/]");
        foreach (var fault in build.Faults)
        {
            screen.MarkupLineInterpolated($"  [yellow]{fault.Path}[/]: {fault.Message}");
        }
    }
}
