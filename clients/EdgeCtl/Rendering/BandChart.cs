using System.Globalization;
using System.Text.Json.Nodes;
using EdgeService.Core.Scoring;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>How many members are in each band.</summary>
internal static class BandChart
{
    private const int FullBar = 40;

    public static JsonObject Document(IEnumerable<(Band Band, long Members)> bands) =>
        new(bands.Select(each => KeyValuePair.Create<string, JsonNode?>(Names.Of(each.Band), each.Members)));

    public static void Show(IAnsiConsole screen, IReadOnlyList<(Band Band, long Members)> bands)
    {
        var all = Math.Max(1, bands.Sum(each => each.Members));
        var most = Math.Max(1, bands.Max(each => each.Members));
        foreach (var (band, members) in bands)
        {
            var bar = new string('█', (int)(members * FullBar / most)).PadRight(FullBar);
            var share = (100.0 * members / all).ToString("0.0", CultureInfo.InvariantCulture).PadLeft(5);
            var count = members.ToString("#,##0", CultureInfo.InvariantCulture).PadLeft(13);
            screen.MarkupLine($"  {Names.InWords(band),-13} [{ColourOf(band)}]{bar}[/] {count} {share} %");
        }
    }

    public static string ColourOf(Band band) => band switch
    {
        Band.Low => "red",
        Band.Intermediate => "yellow",
        Band.Good => "olive",
        Band.VeryGood => "green",
        _ => "aqua",
    };
}
