using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeService.Audit;
using EdgeService.Building.Audit;
using EdgeService.Doors;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Overview;
using EdgeService.Signing;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Identity;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Perks.Edge.V1;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Overview;

/// <summary>The operators' page at the browsers' door of a real host.</summary>
public sealed partial class OverviewHostTests
{
    private const string Often = "--Edge:Overview:Interval=00:00:00.2";
    private const string Never = "--Edge:Overview:Interval=00:01:00";

    private static readonly Dictionary<string, CallerRole> Roles = new()
    {
        ["operator"] = CallerRole.Operator,
        ["bike-dock"] = CallerRole.Terminal,
        ["member-app"] = CallerRole.MemberApp,
        ["replica"] = CallerRole.Replica,
    };

    [Fact]
    public async Task Every_page_is_read_by_the_roles_of_the_table_alone_and_refusals_are_audited()
    {
        await using var host = await EdgeHost.StartAsync();
        var table = AccessReading.Read(AccessReading.ShippedText());
        foreach (var (name, role) in Roles)
        {
            using var reader = new Watcher(host, name);
            foreach (var page in table.Pages)
            {
                using var reply = await reader.GetAsync(page);
                Assert.Equal((name, page, (table.OfPage(page) & role) != 0 ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (name, page, reply.StatusCode));
            }
        }

        host.Service<AuditTrail>().Flush();
        var lines = AuditFolder.Files(Path.Combine(host.Home, "audit")).SelectMany(AuditScan.Lines).Select(line => AuditLine.Read(line.Bytes.Span)!.Entry).ToList();
        foreach (var page in table.Pages)
            Assert.Equal(3, lines.Count(line => line.Act == page[1..] && line.Outcome == "REFUSED METHOD_NOT_ALLOWED"));
        Assert.DoesNotContain(lines, line => line.Actor == "urn:perks:operator:development");
    }

    [Fact]
    public async Task Page_is_not_at_the_terminals_door_and_first_page_is_that_of_the_role()
    {
        await using var host = await EdgeHost.StartAsync();
        using var astray = new Watcher(host, "operator", host.Doors.Tls);
        foreach (var page in AccessReading.Read(AccessReading.ShippedText()).Pages)
            Assert.Equal(HttpStatusCode.NotFound, (await astray.GetAsync(page)).StatusCode);
        using var reader = new Watcher(host);
        Assert.Equal("/operator", (await reader.GetAsync("/")).Headers.Location?.ToString());
        using var kiosk = new Watcher(host, "library-kiosk");
        Assert.Equal("/kiosk/", (await kiosk.GetAsync("/")).Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("/kiosk/settings.json")]
    [InlineData("/kiosk//settings.json")]
    [InlineData("/kiosk/%73ettings.json")]
    public async Task Key_of_the_kiosks_tickets_is_for_terminals_alone(string path)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("index.html"), "<!doctype html>");
        File.WriteAllText(folder.At("settings.json"), """{ "ticketKey": "of this partner" }""");
        await using var host = await EdgeHost.StartAsync($"--Edge:Pages:KioskFolder={folder.At("")}");

        foreach (var (certificate, status) in new[] { ("library-kiosk", HttpStatusCode.OK), ("operator", HttpStatusCode.Forbidden), ("member-app", HttpStatusCode.Forbidden) })
        {
            using var reader = new Watcher(host, certificate);
            Assert.Equal(status, (await reader.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/kiosk/index.html")).StatusCode);
        }
    }

    [Fact]
    public async Task Page_runs_no_script_and_no_style_but_its_own_files_and_foreign_pages_get_nothing()
    {
        await using var host = await EdgeHost.StartAsync();
        using var reader = new Watcher(host);
        using var reply = await reader.GetAsync("/operator");
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'", Assert.Single(reply.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("no-store", reply.Headers.CacheControl?.ToString());
        var page = await reply.Content.ReadAsStringAsync();
        Assert.StartsWith("<!DOCTYPE html>", page.TrimStart(), StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), page);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync("/operator/figures", ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "cors"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync("/operator/figures", ("origin", "https://evil.example"))).StatusCode);
    }

    [Fact]
    public async Task Every_figure_of_the_page_is_among_those_that_come_and_reads_the_same()
    {
        await using var host = await EdgeHost.StartAsync(Never);
        using var reader = new Watcher(host);
        var page = await reader.PageAsync();
        using var stream = await reader.WatchAsync();
        var figures = (await stream.NextAsync())!.Value;
        var shown = Figure().Matches(page);
        Assert.True(shown.Count > 100, $"only {shown.Count} figures");
        Assert.All(shown, each => Assert.Equal(At(figures, each.Groups[1].Value).GetString(), WebUtility.HtmlDecode(each.Groups[2].Value)));
        foreach (var bound in Bound().Matches(page).SelectMany(each => each.Groups[1].Value.Split(' ')))
            Assert.NotEqual(JsonValueKind.Undefined, At(figures, bound.Split('=')[1]).ValueKind);
        Assert.Contains($"data-shape=\"{figures.GetProperty("shape").GetString()}\"", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_and_grants_are_seen_as_they_come_and_nothing_tells_of_a_member()
    {
        await using var host = await EdgeHost.StartAsync(Often);
        var dock = new Terminal(host, Terminal.Dock);
        var conflict = await ConflictAsync(dock);
        using var reader = new Watcher(host);
        using var stream = await reader.WatchAsync();
        await dock.CheckAsync(Terminal.Ask("demo-bo", "bike.deposit-free"));
        await dock.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-77"));
        var bike = await UntilAsync(stream, perk => perk.GetProperty("permitted").GetString() == "1" && perk.GetProperty("refused").GetString() == "1");
        Assert.Equal("2", bike.GetProperty("sinceStart").GetString());

        Assert.True(host.Service<AppCodeReader>().TryTagOf("demo-alice", out var tag));
        var key = tag.Key.Value;
        var said = await reader.PageAsync() + (await stream.NextAsync())!.Value.GetRawText();
        Assert.Contains(conflict, said, StringComparison.Ordinal);
        foreach (var secret in (string[])["demo-alice", "demo-bo", "demo-chen", "umbrella-h", "bike-77", key.ToString(CultureInfo.InvariantCulture), key.ToString("x16", CultureInfo.InvariantCulture), host.Service<Seals>().PseudonymOf(tag.Key, "citybike")])
            Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Figures_are_gathered_once_however_many_look()
    {
        var clock = new SetClock(TimeProvider.System.GetUtcNow());
        await using var host = await EdgeHost.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(clock);
                CutLedger.InFrontOf(builder);
            },
            null,
            Never);
        var ledger = (CutLedger)host.Service<ILedger>();
        using var reader = new Watcher(host);
        var streams = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => reader.WatchAsync()));
        var events = await Task.WhenAll(streams.Select(stream => stream.NextAsync()));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => reader.PageAsync()));
        Assert.Single(events.Select(figures => figures!.Value.GetRawText()).Distinct());
        Assert.Equal(1, ledger.Looks);

        clock.Now += TimeSpan.FromMinutes(1);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => reader.PageAsync()));
        Assert.Equal(2, ledger.Looks);
        Assert.All(await Task.WhenAll(streams.Select(stream => stream.NextAsync())), figures => Assert.NotEqual(events[0]!.Value.GetRawText(), figures!.Value.GetRawText()));
        Assert.Equal(2, ledger.Looks);
    }

    [Theory]
    [InlineData("--Edge:Doors:StreamsPerCaller=2", HttpStatusCode.TooManyRequests)]
    [InlineData("--Edge:Doors:MaxStreams=1", HttpStatusCode.ServiceUnavailable)]
    public async Task Streams_are_bounded_for_each_caller_and_in_all_and_their_places_come_back(string setting, HttpStatusCode refusal)
    {
        await using var host = await EdgeHost.StartAsync(setting, "--Edge:Doors:ReservedPlaces=1", Often);
        using var reader = new Watcher(host);
        var first = await reader.WatchAsync();
        using var second = await reader.WatchAsync();
        Assert.NotNull(await first.NextAsync());
        using var third = await reader.GetAsync("/operator/figures");
        Assert.Equal((refusal, "1"), (third.StatusCode, third.Headers.RetryAfter?.ToString()));
        Assert.Contains("<!DOCTYPE html>", await reader.PageAsync(), StringComparison.Ordinal);
        first.Dispose();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (host.Service<CallLoad>().Streams > 1)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        using var fourth = await reader.WatchAsync();
        Assert.NotNull(await fourth.NextAsync());
        Assert.Equal(2, host.Service<FiguresFeed>().Watchers);
    }

    [Fact]
    public async Task Stream_ends_at_once_and_in_order_when_the_service_stops()
    {
        await using var host = await EdgeHost.StartAsync(Never, "--Edge:Doors:DrainSeconds=300");
        using var reader = new Watcher(host);
        using var stream = await reader.WatchAsync();
        Assert.NotNull(await stream.NextAsync());
        var stopped = host.App.StopAsync();
        Assert.Null(await stream.NextAsync());
        await stopped.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Stream_of_an_operator_whose_certificate_is_revoked_ends()
    {
        await using var host = await EdgeHost.StartAsync(Often);
        using var reader = new Watcher(host);
        using var stream = await reader.WatchAsync();
        Assert.NotNull(await stream.NextAsync());
        using var signer = host.Authority("operators-ca");
        using var certificate = host.CertificateOf("operator");
        var now = TimeProvider.System.GetUtcNow();
        TrialRevocations.Put(Path.Combine(host.Home, "pki", "revoked"), TrialRevocations.List(signer, 1, now.AddMinutes(-1), now.AddDays(1), certificate));
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await stream.NextAsync() is not null)
            late.Token.ThrowIfCancellationRequested();
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync("/operator/figures")).StatusCode);
    }

    [Theory]
    [InlineData(LedgerCut.Gone)]
    [InlineData(LedgerCut.Hanging)]
    public async Task While_the_ledger_is_away_the_page_says_so_with_the_last_known_figures(LedgerCut cut)
    {
        var clock = new SetClock(TimeProvider.System.GetUtcNow());
        await using var host = await EdgeHost.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(clock);
                CutLedger.InFrontOf(builder);
            },
            null,
            Never);
        using var reader = new Watcher(host);
        Assert.Contains("All is well", await reader.PageAsync(), StringComparison.Ordinal);
        var before = clock.Now;
        clock.Now += TimeSpan.FromMinutes(2);
        ((CutLedger)host.Service<ILedger>()).Cut = cut;
        var page = await reader.PageAsync();
        Assert.Contains($"This was so at {before.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}; the ledger cannot be asked now.", page, StringComparison.Ordinal);
        Assert.Contains("8 terminals in all.", page, StringComparison.Ordinal);
        Assert.Equal(cut == LedgerCut.Gone, page.Contains("The ledger is out of reach", StringComparison.Ordinal));
    }

    /// <summary>A token is redeemed, and a journal tells later that it was accepted elsewhere too.</summary>
    private static async Task<string> ConflictAsync(Terminal dock)
    {
        var token = (await dock.IssueAsync(Terminal.Ask("demo-chen", "umbrella.deposit-free"))).Token.Text;
        await dock.RedeemAsync(token, with: request => request.ItemRefs.Add("umbrella-h1"));
        using var upload = dock.Grants.ReportOfflineClaims(dock.Options);
        await upload.RequestStream.WriteAsync(new ReportOfflineClaimsRequest
        {
            Sequence = 1,
            RequestId = Terminal.NewId(),
            ClaimTime = DateTimeOffset.UtcNow.ToTimestamp(),
            Token = new AcceptedToken { TokenText = token, ItemRefs = { "umbrella-h2" } },
            HandedOver = true,
        });
        await upload.RequestStream.CompleteAsync();
        return Assert.Single((await upload).Results).ConflictId;
    }

    private static async Task<JsonElement> UntilAsync(Watcher.FigureReader stream, Func<JsonElement, bool> met)
    {
        while (await stream.NextAsync() is { } figures)
        {
            var bike = figures.GetProperty("perks").GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("id").GetString() == "bike.deposit-free");
            if (met(bike))
                return bike;
        }

        throw new InvalidOperationException("The stream has ended.");
    }

    private static JsonElement At(JsonElement figures, string path) => path.Split('.').Aggregate(
        figures, (value, name) => int.TryParse(name, out var index) ? value[index] : value.GetProperty(name));

    [GeneratedRegex("""<(?:span|time) data-figure="([^"]+)">([^<]*)</""")]
    private static partial Regex Figure();

    [GeneratedRegex("""data-bind="([^"]+)" """)]
    private static partial Regex Bound();

    [GeneratedRegex("""<script(?! src="/operator/page\.js")|<style|\sstyle=|\son[a-z]+=|javascript:|https?://""")]
    private static partial Regex Inline();
}
