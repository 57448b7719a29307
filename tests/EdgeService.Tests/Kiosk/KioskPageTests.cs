using EdgeService.Tests.Interop;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Perks.Edge.V1;

namespace EdgeService.Tests.Kiosk;

/// <summary>The kiosk page in a real Chromium against a real service, flow by flow. Pictures of the screens are kept, to be looked at.</summary>
public sealed class KioskPageTests(KioskStage stage) : IClassFixture<KioskStage>
{
    private const string Library = "library-kiosk";
    private const string Hospital = "hospital-desk";
    private const string Gate = "lounge-gate";

    /// <summary>What the page says in each language, as far as the tests look for it.</summary>
    private static readonly Said[] Languages =
    [
        new("zh", "您需要什么？", "免证借书", "请扫描应用中的码", "可以使用", "无法办理", "一楼借阅台", "没有连接"),
        new("en", "What would you like?", "Borrow without a card", "Scan the code in your app", "Yes, you may", "Not possible", "Lending desk on the ground floor", "No connection"),
        new("sv", "Vad vill du göra?", "Låna utan kort", "Visa koden i din app", "Ja, det går bra", "Det går inte", "Lånedisken på bottenvåningen", "Ingen förbindelse"),
        new("de", "Was möchten Sie?", "Ausleihen ohne Ausweis", "Zeigen Sie den Code aus Ihrer App", "Ja, das geht", "Nicht möglich", "Ausleihe im Erdgeschoss", "Keine Verbindung"),
    ];

    [KioskFact]
    public async Task Every_language_leads_to_a_yes_and_to_a_no_with_its_remedy_and_nobody_is_shut_out()
    {
        var browser = await stage.AsAsync(Library);
        foreach (var said in Languages)
        {
            await StartAsync(browser, said);
            await ExamineAsync(browser, $"{said.Language}-1-choice");
            await browser.PressAsync(said.Borrow);
            await browser.AwaitAsync(said.Scan);
            await ExamineAsync(browser, $"{said.Language}-2-scan");
            await browser.TypeAsync(stage.AppCode("demo-alice"));
            await browser.AwaitAsync(said.Yes);
            await ExamineAsync(browser, $"{said.Language}-3-yes");

            await StartAsync(browser, said);
            await browser.PressAsync(said.Borrow);
            await browser.AwaitAsync(said.Scan);
            await browser.TypeAsync(stage.AppCode("demo-bo"));
            await browser.AwaitAsync(said.No);
            await browser.EvaluateAsync("document.querySelector('details').open = true");
            Assert.Contains(said.Remedy, await browser.TextAsync(), StringComparison.Ordinal);
            await ExamineAsync(browser, $"{said.Language}-4-no");
        }
    }

    [KioskFact]
    public async Task Book_is_lent_once_and_the_claim_code_shown_is_the_decisions_own()
    {
        var browser = await stage.AsAsync(Library);
        var book = $"book-{Guid.NewGuid():N}"[..16];
        foreach (var (member, title) in new[] { ("demo-alice", "Granted"), ("demo-erik", "Not possible") })
        {
            await AskAsync(browser, "Borrow without a card", member);
            await browser.PressAsync("Use it here, now");
            await browser.AwaitAsync("Scan what you are taking");
            await browser.EnterAsync(book);
            await browser.AwaitAsync(title);
        }

        Assert.Contains("still lent out", await browser.TextAsync(), StringComparison.Ordinal);
        var held = await new GrantService.GrantServiceClient(stage.Host.As(Library)).GetGrantAsync(new GetGrantRequest { ItemRef = book });
        Assert.Equal(("library.cardless", Custody.Active), (held.Grant.PerkId, held.Grant.Custody));
        await CleanAsync(browser);
    }

    [KioskFact]
    public async Task Code_for_the_phone_is_a_token_that_this_terminal_takes()
    {
        var browser = await stage.AsAsync(Library);
        await AskAsync(browser, "Library card without deposit", "demo-alice");
        await browser.PressAsync("Take it to my phone");
        await browser.AwaitAsync("For your phone");
        await ExamineAsync(browser, "en-5-phone");
        var token = await ReadCodeAsync(browser);
        var verified = await new TokenService.TokenServiceClient(stage.Host.As(Library)).VerifyTokenAsync(new VerifyTokenRequest { TokenText = token });
        Assert.Equal((TokenVerdict.Valid, "library.card-free"), (verified.Verdict, verified.Content.PerkId));
    }

    [KioskFact]
    public async Task Claim_code_of_a_no_opens_to_the_reasons_in_the_members_app()
    {
        var browser = await stage.AsAsync(Library);
        await AskAsync(browser, "Borrow without a card", "demo-bo", "Not possible");
        await browser.EvaluateAsync("document.querySelector('details').open = true");
        var claim = await ReadCodeAsync(browser);
        Assert.DoesNotContain("620", await browser.TextAsync(), StringComparison.Ordinal);
        var explained = await new Perks.Member.V1.MembershipService.MembershipServiceClient(stage.Host.As("member-app")).ExplainDecisionAsync(new()
        {
            MemberRef = new MemberRef { Kind = MemberRefKind.AppCode, Value = stage.AppCode("demo-bo") },
            DecisionId = ByteString.CopyFrom(Core.Tokens.DecisionSeal.TryReadClaimCode(claim)),
            LanguageCode = "en",
        });
        Assert.Equal("Score", Assert.Single(explained.Reasons).Title);
    }

    [KioskFact]
    public async Task Visit_has_a_number_and_a_wheelchair_is_handed_over()
    {
        var browser = await stage.AsAsync(Hospital);
        await AskAsync(browser, "Treatment first, payment after", "demo-alice");
        await browser.PressAsync("Use it here, now");
        await browser.AwaitAsync("Granted");
        Assert.Matches("Your number: \\w{4}", await browser.TextAsync());
        await ExamineAsync(browser, "en-6-visit");

        await AskAsync(browser, "Wheelchair without deposit", "demo-fay");
        await browser.PressAsync("Use it here, now");
        await browser.AwaitAsync("Scan what you are taking");
        await browser.TypeAsync("wheelchair-7");
        await browser.AwaitAsync("Please take it");
        await browser.PressAsync("I have taken it");
        await browser.AwaitAsync("Granted");
        var lent = await new GrantService.GrantServiceClient(stage.Host.As(Hospital)).GetGrantAsync(new GetGrantRequest { ItemRef = "wheelchair-7" });
        Assert.Equal(Custody.Active, lent.Grant.Custody);
        await CleanAsync(browser);
    }

    [KioskFact]
    public async Task Gate_reads_a_token_by_its_camera_opens_once_and_says_when_it_was_used()
    {
        var token = await stage.LoungeTokenAsync("demo-chen");
        await using var browser = await stage.WithCameraOnAsync(Gate, token);
        foreach (var (title, name) in new[] { ("Welcome", "en-7-gate-open"), ("Not possible", "en-8-gate-used") })
        {
            await StartAsync(browser, "How do you travel?");
            await browser.PressAsync("Another class");
            await browser.AwaitAsync(title);
            await ExamineAsync(browser, name);
        }

        Assert.Contains("has been used before", await browser.TextAsync(), StringComparison.Ordinal);
        await CleanAsync(browser);
    }

    [KioskFact]
    public async Task First_class_ticket_opens_the_gate_for_one_journey_and_none_asks_for_it()
    {
        var browser = await stage.AsAsync(Gate);
        foreach (var title in new[] { "Welcome", "Not possible" })
        {
            await StartAsync(browser, "How do you travel?");
            await browser.PressAsync("First class: scan the ticket");
            await browser.AwaitAsync("Scan your ticket");
            await browser.TypeAsync("TICKET-G7-2026-11-28-0042");
            await browser.AwaitAsync("Scan your entry code");
            await browser.TypeAsync(await stage.LoungeTokenAsync("demo-alice"));
            await browser.AwaitAsync(title);
        }

        await StartAsync(browser, "How do you travel?");
        await browser.PressAsync("Another class");
        await browser.AwaitAsync("Scan your entry code");
        await browser.TypeAsync(await stage.LoungeTokenAsync("demo-alice"));
        await browser.AwaitAsync("Not possible");
        Assert.Contains("a ticket of the right class", await browser.TextAsync(), StringComparison.Ordinal);
        await CleanAsync(browser);
    }

    [KioskFact]
    public async Task Wrong_codes_are_told_apart_and_read_out()
    {
        var browser = await stage.AsAsync(Library);
        await StartAsync(browser, "What would you like?");
        await browser.PressAsync("Library card without deposit");
        await browser.AwaitAsync("Scan the code in your app");
        foreach (var (code, sentence) in new[]
        {
            ("https://pay.example/qr/1234", "another service"),
            ("WIFI:S:guest;;", "another service"),
            ("PE1ABCDEFGH", "for something else"),
            ("hello", "not a code from the app"),
        })
        {
            await browser.TypeAsync(code);
            await browser.AwaitAsync(sentence, "[role=alert]");
        }

        await ExamineAsync(browser, "en-9-wrong-code");
        await browser.EvaluateAsync("document.querySelector('form').requestSubmit()");
        await browser.AwaitAsync("Type or paste a code first", "[role=alert]");
        Assert.Equal("code", (await browser.EvaluateAsync("document.activeElement.id")).GetString());
        await browser.EnterAsync(stage.AppCode("demo-alice")[..^1] + "A");
        await browser.AwaitAsync("Not possible");
        Assert.Contains("could not be read", await browser.TextAsync(), StringComparison.Ordinal);
        await CleanAsync(browser);
    }

    [KioskFact]
    public async Task Lost_link_is_shown_in_every_language_and_goes_by_itself()
    {
        var browser = await stage.AsAsync(Library);
        foreach (var said in Languages)
        {
            await StartAsync(browser, said);
            await browser.DoAsync(new { @do = "offline", @is = true });
            await browser.AwaitAsync(said.Offline, ".banner");
            await ExamineAsync(browser, $"{said.Language}-10-offline", complains: true);
            await browser.DoAsync(new { @do = "offline", @is = false });
            await browser.DoAsync(new { @do = "awaitGone", selector = ".banner" });
        }
    }

    [KioskFact]
    public async Task Everything_can_be_done_by_keyboard_with_the_focus_in_sight()
    {
        var browser = await stage.AsAsync(Library);
        await StartAsync(browser, "What would you like?");
        Assert.Equal("H1", (await browser.EvaluateAsync("document.activeElement.tagName")).GetString());
        await browser.DoAsync(new { @do = "keys", keys = new[] { "Tab" } });
        Assert.Equal("Library card without deposit", (await browser.EvaluateAsync("document.activeElement.textContent")).GetString());
        Assert.NotEqual("none", (await browser.EvaluateAsync("getComputedStyle(document.activeElement).outlineStyle")).GetString());
        await browser.DoAsync(new { @do = "keys", keys = new[] { "Enter" } });
        await browser.AwaitAsync("Scan the code in your app");
        await browser.TypeAsync(stage.AppCode("demo-alice"));
        await browser.AwaitAsync("Yes, you may");
        Assert.Equal("H1", (await browser.EvaluateAsync("document.activeElement.tagName")).GetString());
        await browser.DoAsync(new { @do = "keys", keys = new[] { "Tab", "Tab", "Tab", "Enter" } });
        await browser.AwaitAsync("What would you like?");
        await CleanAsync(browser);
    }

    [KioskFact]
    public async Task Visitor_who_is_gone_leaves_nothing_and_one_who_stays_is_asked()
    {
        var browser = await stage.AsAsync(Library);
        await AskAsync(browser, "Borrow without a card", "demo-bo", "Not possible");
        await LaterAsync(browser, 61);
        await browser.AwaitAsync("Are you still there?", "dialog[open] h2");
        await ExamineAsync(browser, "en-11-idle");
        await browser.PressAsync("Yes, I need more time");
        Assert.Contains("Not possible", await browser.TextAsync(), StringComparison.Ordinal);
        await LaterAsync(browser, 145);
        await browser.AwaitAsync("What would you like?");
        Assert.Equal(0, (await browser.EvaluateAsync("localStorage.length + sessionStorage.length + document.cookie.length")).GetInt32());
        await CleanAsync(browser);
    }

    [KioskFact]
    public async Task Googles_client_is_answered_in_text_and_in_bytes()
    {
        var browser = await stage.AsAsync(Library);
        await StartAsync(browser, "What would you like?");
        foreach (var format in new[] { "text", "binary" })
        {
            var perks = await CallAsync(browser, format, "/perks.edge.v1.EligibilityService/ListPerks", [], false);
            Assert.Contains(ListPerksResponse.Parser.ParseFrom(BytesOf(perks)).Perks, perk => perk.PerkId == "library.cardless");
            var refused = await CallAsync(browser, format, "/perks.admin.v1.SnapshotService/GetBasis", [], false);
            Assert.Equal((int)StatusCode.PermissionDenied, refused.GetProperty("code").GetInt32());
        }

        var watched = await CallAsync(browser, "text", "/grpc.health.v1.Health/Watch", [], true);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, HealthCheckResponse.Parser.ParseFrom(BytesOf(watched)).Status);
    }

    private static Task<System.Text.Json.JsonElement> CallAsync(Browser browser, string format, string method, int[] request, bool streaming) =>
        browser.DoAsync(new { @do = "grpcWeb", format, method, request, streaming });

    private static byte[] BytesOf(System.Text.Json.JsonElement answer) => [.. answer.GetProperty("reply").EnumerateArray().Select(each => each.GetByte())];

    private Task StartAsync(Browser browser, Said said) => StartAsync(browser, said.Choose, said.Language);

    private async Task StartAsync(Browser browser, string title, string language = "en")
    {
        await browser.OpenAsync(stage.Url(language));
        await browser.AwaitAsync(title);
    }

    private async Task AskAsync(Browser browser, string perk, string member, string title = "Yes, you may")
    {
        await StartAsync(browser, "What would you like?");
        await browser.PressAsync(perk);
        await browser.AwaitAsync("Scan the code in your app");
        await browser.TypeAsync(stage.AppCode(member));
        await browser.AwaitAsync(title);
    }

    /// <summary>Moves the page's clock on.</summary>
    private static Task<System.Text.Json.JsonElement> LaterAsync(Browser browser, int seconds) => browser.EvaluateAsync($"(() => {{ const now = Date.now; Date.now = () => now() + {seconds * 1000}; }})()");

    private static async Task<string> ReadCodeAsync(Browser browser)
    {
        var path = Path.Combine(KioskStage.Pictures, "code.png");
        await browser.DoAsync(new { @do = "picture", path, selector = "svg.qr" });
        return await OutsideProgram.RunAsync("zbarimg", "--quiet", "--raw", path);
    }

    /// <summary>On a kiosk's screen and on the smallest phone: nothing against WCAG 2.2 AA, nothing sideways, and a picture.</summary>
    private static async Task ExamineAsync(Browser browser, string name, bool complains = false)
    {
        foreach (var (width, height) in new[] { (1080, 1920), (320, 640) })
        {
            await browser.DoAsync(new { @do = "resize", width, height });
            Assert.Empty((await browser.DoAsync(new { @do = "axe" })).EnumerateArray().Select(each => $"{name} at {width}: {each}"));
            Assert.True((await browser.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth")).GetBoolean(), $"{name} at {width} px scrolls sideways");
            await browser.DoAsync(new { @do = "picture", path = Path.Combine(KioskStage.Pictures, $"{name}-{width}.png") });
        }

        if (!complains)
            await CleanAsync(browser);
        else
            await browser.ComplaintsAsync();
    }

    /// <summary>No script failed, and nothing was forbidden by the page's policy.</summary>
    private static async Task CleanAsync(Browser browser) => Assert.Empty(await browser.ComplaintsAsync());

    private sealed record Said(string Language, string Choose, string Borrow, string Scan, string Yes, string No, string Remedy, string Offline);
}
