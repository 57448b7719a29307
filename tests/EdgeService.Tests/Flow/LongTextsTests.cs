using EdgeService.Catalog;
using EdgeService.Tests.Hosting;
using Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

/// <summary>The longest catalog texts that the lint lets pass, where they meet the size of messages.</summary>
public sealed class LongTextsTests
{
    private const string Shipped = "Ordinary queue at counter 3; your place by triage does not change";

    [Fact]
    public async Task Hundred_refusals_with_the_longest_texts_fit_into_one_message()
    {
        var perk = "hospital.wheelchair".PadRight(48, 'x');
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("catalog.json"), Longest(File.ReadAllText(CatalogOptions.ShippedFile)).Replace("hospital.wheelchair", perk, StringComparison.Ordinal));
        await using var host = await EdgeHost.StartAsync($"--Edge:Catalog:File={folder.At("catalog.json")}");
        var desk = new Terminal(host, "cityhospital:east-wing:desk-1");
        var request = new BatchCheckEligibilityRequest();
        request.Inquiries.Add(Enumerable.Range(0, 100).Select(_ => Terminal.Ask("nobody-we-know", perk)));

        var response = await desk.Eligibility.BatchCheckEligibilityAsync(request, desk.Options);

        Assert.All(response.Results, result => Assert.Equal(320, result.Decision.Remedy.Texts.Values.Sum(System.Text.Encoding.UTF8.GetByteCount)));
        Assert.InRange(response.CalculateSize(), 50_000, 64 * 1024);
    }

    /// <summary>The desk's text at its longest: English of 80 bytes, which stands in for the other languages.</summary>
    private static string Longest(string catalog)
    {
        var text = catalog.IndexOf(Shipped, StringComparison.Ordinal);
        var end = catalog.IndexOf('}', text);
        return $"{catalog[..text]}{new string('x', 80)}\" {catalog[end..]}".Replace("+8640055503", "+864005550312345", StringComparison.Ordinal);
    }
}
