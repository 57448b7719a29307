using System.Text.Json;
using EdgeService.Overview.Shown;

namespace EdgeService.Overview;

/// <summary>What the page says, as JSON for its script: a figure of the page is found there by its path, such as <c>tiles.0.value</c>.</summary>
internal static class PageJson
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static string Write(PageView view) => JsonSerializer.Serialize(view, Names);
}
