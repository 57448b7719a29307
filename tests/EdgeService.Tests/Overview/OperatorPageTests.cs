using System.Text.Json;
using EdgeService.Ledger;
using EdgeService.Overview;
using EdgeService.Overview.Shown;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Kiosk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Overview;

/// <summary>The operators' page in a real Chromium with an operator's certificate. Pictures are kept, to be looked at.</summary>
public sealed class OperatorPageTests : IAsyncLifetime
{
    private static readonly string Pictures = Path.Combine(FactNeedsAttribute.Repository, ".artifacts", "operator-pictures");
    private EdgeHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.ReasonToSkip() is not null)
            return;
        Directory.CreateDirectory(Pictures);
        _host = await EdgeHost.StartAsync(CutLedger.InFrontOf, MapStates, "--Edge:Overview:Interval=00:00:00.2");
        _browser = await Browser.OpenAsync(Path.Combine(_host.Home, "pki"), "operator");
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        if (_host is not null)
            await _host.DisposeAsync();
    }

    [BrowserFact]
    public async Task Figures_move_while_the_page_is_open_and_what_is_new_appears()
    {
        await _browser.OpenAsync(Url("/operator"), 1280, 900);
        await _browser.AwaitAsync("Live", "#live");
        Assert.Equal("0", await FigureOfAsync("bike.deposit-free", "permitted"));
        await _browser.EvaluateAsync("document.querySelector('main').dataset.mark = 'still the same'");

        var dock = new Terminal(_host, Terminal.Dock);
        await dock.CheckAsync(Terminal.Ask("demo-alice", "bike.deposit-free"));
        await AwaitFigureAsync("bike.deposit-free", "permitted", "1");
        await dock.CheckAsync(Terminal.Ask("demo-bo", "bike.deposit-free"));
        await AwaitFigureAsync("bike.deposit-free", "refused", "1");
        Assert.Equal("50", (await _browser.EvaluateAsync("[...document.querySelectorAll('.perks tr')].find(row => row.textContent.includes('bike.deposit-free')).querySelector('rect.refused').getAttribute('width')")).GetString());
        Assert.Equal("still the same", (await _browser.EvaluateAsync("document.querySelector('main').dataset.mark")).GetString());

        var ledger = (CutLedger)_host.Service<ILedger>();
        ledger.Cut = LedgerCut.Gone;
        await _browser.AwaitAsync("The ledger is out of reach", ".matters");
        await CleanAsync();
        ledger.Cut = LedgerCut.None;
        await _browser.AwaitAsync("All is well", ".matters");
        await ExamineAsync("live", everyWay: true);
    }

    [BrowserFact]
    public async Task Lost_connection_is_said_and_the_figures_stay()
    {
        await _browser.OpenAsync(Url("/operator"), 360, 800);
        await _browser.AwaitAsync("Live", "#live");
        var read = (await _browser.EvaluateAsync("document.querySelector('time').textContent")).GetString();
        await _host.App.StopAsync();
        await _browser.AwaitAsync("Connection lost", "#live");
        Assert.True(string.CompareOrdinal(read, (await _browser.EvaluateAsync("document.querySelector('time').textContent")).GetString()) <= 0);
        Assert.Contains("Bike without deposit", await _browser.TextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Every_state_is_readable_in_light_and_dark_on_a_phone_and_on_a_wall()
    {
        foreach (var (name, _) in SampleFigures.States)
        {
            await _browser.OpenAsync(Url($"/trial/{name}"), 1920, 1080);
            await _browser.AwaitAsync("Edge 7");
            await ExamineAsync(name, everyWay: name is "well" or "many-conflicts");
        }
    }

    private string Url(string path) => new Uri(_host.Doors.Web!, path).ToString();

    /// <summary>The page of made-up figures, without the script, which would bring the real ones.</summary>
    private static void MapStates(WebApplication app) => app.MapGet("/trial/{state}", async (string state) =>
    {
        var figures = SampleFigures.States.Single(each => each.Name == state).Figures;
        var page = await app.Services.GetRequiredService<PageWriting>().WriteAsync(PageView.Of(figures, SampleFigures.Doors));
        return Results.Content(page.Replace("<script src=\"/operator/page.js\" defer></script>", "", StringComparison.Ordinal), "text/html; charset=utf-8");
    });

    private async Task<string> FigureOfAsync(string perk, string figure) => (await _browser.EvaluateAsync(Find(perk, figure) + "?.textContent")).GetString()!;

    private Task<JsonElement> AwaitFigureAsync(string perk, string figure, string text) => _browser.DoAsync(new { @do = "awaitTrue", script = $"{Find(perk, figure)}?.textContent === '{text}'" });

    private static string Find(string perk, string figure) =>
        $"[...document.querySelectorAll('.perks tbody tr')].find(row => row.textContent.includes('{perk}'))?.querySelector('[data-figure$=\".{figure}\"]')";

    /// <summary>Nothing against WCAG 2.2 AA, nothing sideways, and a picture.</summary>
    /// <param name="name">Of the picture.</param>
    /// <param name="everyWay">Light and dark on a wall and on a phone; otherwise light on a wall and dark on a phone.</param>
    private async Task ExamineAsync(string name, bool everyWay)
    {
        (string Scheme, int Width, int Height)[] ways = [("light", 1920, 1080), ("dark", 360, 740), ("light", 360, 740), ("dark", 1920, 1080)];
        foreach (var (scheme, width, height) in everyWay ? ways : ways[..2])
        {
            await _browser.DoAsync(new { @do = "scheme", @is = scheme });
            await _browser.DoAsync(new { @do = "resize", width, height });
            Assert.Empty((await _browser.DoAsync(new { @do = "axe" })).EnumerateArray().Select(each => $"{name}, {scheme}, at {width}: {each}"));
            Assert.True((await _browser.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth")).GetBoolean(), $"{name} at {width} px scrolls sideways");
            await _browser.DoAsync(new { @do = "picture", path = Path.Combine(Pictures, $"{name}-{scheme}-{width}.png") });
        }

        await CleanAsync();
    }

    /// <summary>No script failed, and nothing was forbidden by the page's policy.</summary>
    private async Task CleanAsync() => Assert.Empty(await _browser.ComplaintsAsync());
}
