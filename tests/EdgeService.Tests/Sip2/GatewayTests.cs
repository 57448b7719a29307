using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using EdgeSip2.Protocol;
using Perks.Edge.V1;

namespace EdgeService.Tests.Sip2;

/// <summary>In front of a library system: kiosks, library system and edge all speak over real connections.</summary>
public sealed class GatewayTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");
    private readonly LedgerSight _ledger = new(edge.Host);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Librarys_own_answers_pass_byte_for_byte_with_the_edge_or_without(bool edgeIsThere)
    {
        await using var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(edgeIsThere ? edge.Host.Doors.Plaintext! : Nowhere, library, edge.Clock);
        await using var twin = new TrialLibrary();
        using var direct = await TrialKiosk.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, twin.Port));
        using var through = await gateway.ConnectAsync();
        string[] day =
        [
            "9900302.00", "9300CNkiosk|COsecret|CPhall|", TrialKiosk.Status(TrialLibrary.Card), TrialKiosk.Information(TrialLibrary.Card),
            TrialKiosk.Checkout(TrialLibrary.Card, "B1"), TrialKiosk.Renewal(TrialLibrary.Card, "B1"), TrialKiosk.Checkin("B1"),
            TrialKiosk.Checkout(TrialLibrary.Card, "REF-1"), TrialKiosk.Status(TrialLibrary.Fined), TrialKiosk.Checkout(TrialLibrary.Fined, "B2"),
            "3520261127    120000AOCITY|AA24000001|AC|AD|", "4220261127 a message of the library's own",
        ];
        foreach (var message in day)
            Assert.Equal(await direct.SayAsync(direct.Framed(message)), await through.SayAsync(through.Framed(message)));
    }

    [Fact]
    public async Task Member_borrows_by_the_app_and_the_thing_comes_back()
    {
        await using var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        var code = edge.AppCodeOf("demo-alice");
        var may = await kiosk.AskAsync(TrialKiosk.Status(code));
        Assert.Equal(("Y", false, code), (may[SipTag.ValidPatron], PatronFlags.DenyLending(may.Fixed), may[SipTag.Patron]));

        var lent = await kiosk.AskAsync(TrialKiosk.Checkout(code, "SIP-1"));
        Assert.Equal(('1', code, "A Book", "20261218    235900"), (lent.Fixed[0], lent[SipTag.Patron], lent[SipTag.Title], lent[SipTag.DueDate]));
        Assert.Equal(TrialLibrary.House, library.Out["SIP-1"]);
        Assert.Equal(Custody.Active, (await FindAsync("SIP-1"))!.Custody);
        Assert.DoesNotContain(library.Heard, line => line.Contains(code, StringComparison.Ordinal));

        var back = await kiosk.AskAsync(TrialKiosk.Checkin("SIP-1"));
        Assert.Equal(('1', ""), (back.Fixed[0], back[SipTag.Patron]));
        Assert.Null(await FindAsync("SIP-1"));
    }

    [Fact]
    public async Task Stranger_without_a_reason_against_him_is_taken_to_the_edge_and_one_with_fines_is_not()
    {
        await using var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        // A card that no alias leads to a member is a no of the edge too: the library's own stays, and both were asked.
        var denied = await kiosk.AskAsync(TrialKiosk.Checkout(TrialLibrary.Owed, "SIP-2"));
        Assert.Equal(('0', "not lent by the library"), (denied.Fixed[0], denied[SipTag.ScreenMessage]));
        Assert.Equal(["11", "23"], library.Heard.Select(line => line[..2]));
        await kiosk.AskAsync(TrialKiosk.Checkout(TrialLibrary.Fined, "SIP-2"));
        Assert.False(library.Out.ContainsKey("SIP-2"));
    }

    [Fact]
    public async Task Loan_that_the_library_does_not_book_is_called_off()
    {
        await using var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        var refused = await kiosk.AskAsync(TrialKiosk.Checkout(edge.AppCodeOf("demo-chen"), "REF-2"));
        Assert.Equal(('0', "not lent by the library"), (refused.Fixed[0], refused[SipTag.ScreenMessage]));
        Assert.Null(await FindAsync("REF-2"));
    }

    [Fact]
    public async Task Loan_under_way_when_the_library_goes_away_is_called_off_and_the_kiosk_is_hung_up()
    {
        var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        var code = edge.AppCodeOf("demo-alice");
        Assert.Equal("Y", (await kiosk.AskAsync(TrialKiosk.Status(code)))[SipTag.ValidPatron]);
        await kiosk.AskAsync("9900302.00");
        await library.DisposeAsync();
        Assert.Null(await kiosk.SayAsync(kiosk.Framed(TrialKiosk.Checkout(code, "SIP-3"))));
        Assert.Null(await FindAsync("SIP-3"));
        Assert.Contains("library system", gateway.Log);
    }

    [Theory]
    [InlineData("001", "without a card or deposit", "Lending desk on the ground floor")]
    [InlineData("003", "Ohne Ausweis oder Kaution", "Ausleihe im Erdgeschoss")]
    [InlineData("006", "utan kort eller deposition", "Lånedisken på bottenvåningen")]
    [InlineData("019", "无法免证或免押金借出", "一楼借阅台")]
    [InlineData("011", "without a card or deposit", "Lending desk on the ground floor")]
    public async Task Refusal_says_why_and_what_instead_in_the_kiosks_language(string language, string reason, string desk)
    {
        await using var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        var answer = await kiosk.AskAsync(TrialKiosk.Information(edge.AppCodeOf("demo-fay"), language));
        Assert.Equal(("N", true), (answer[SipTag.ValidPatron], PatronFlags.DenyLending(answer.Fixed)));
        var screen = string.Join('\n', answer.Fields.Where(field => field.Tag == SipTag.ScreenMessage).Select(field => SipText.Decode(field.Value, System.Text.Encoding.UTF8)));
        Assert.Contains(reason, screen);
        Assert.Contains(desk, screen);
        Assert.DoesNotContain("650", screen);
    }

    [Fact]
    public async Task Message_sent_again_is_answered_again_and_lends_once()
    {
        await using var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        var line = kiosk.Framed(TrialKiosk.Checkout(edge.AppCodeOf("demo-erik"), "SIP-4"));
        var first = await kiosk.SayAsync(line);
        Assert.Equal(first, await kiosk.SayAsync(line));
        Assert.Equal(first, await kiosk.SayAsync("97AZFEF5"));
        Assert.Single(library.Heard);
        await kiosk.AskAsync(TrialKiosk.Checkin("SIP-4"));
    }

    [Fact]
    public async Task Damaged_lines_are_asked_for_again_on_both_sides()
    {
        await using var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        Assert.Equal("96", await kiosk.SayAsync("9900302.00AY1AZFCA6"));
        library.Instead.Enqueue("98YYYNYN0300DAMAGEDAY1AZ0000");
        library.Instead.Enqueue("96AZFEF6");
        var answer = await kiosk.AskAsync("9900302.00");
        Assert.Equal("City Library", answer[SipTag.LibraryName]);
        Assert.Equal(["99", "97", "99"], library.Heard.Select(line => line[..2]));
    }

    [Fact]
    public async Task Offline_loans_are_kept_over_a_restart_and_reach_the_ledger()
    {
        using var folder = new TemporaryFolder();
        await using var library = new TrialLibrary();
        var code = edge.AppCodeOf("demo-dora");
        var at = SipTime.Write(edge.Clock.Now, TimeSpan.FromHours(8));
        await using (var cutOff = TrialGateway.Start(Nowhere, library, edge.Clock, folder))
        {
            using var kiosk = await cutOff.ConnectAsync();
            var line = TrialKiosk.Checkout(code, "SIP-5", offline: true, at);
            Assert.Equal('1', (await kiosk.AskAsync(line)).Fixed[0]);
            using var again = await cutOff.ConnectAsync();
            await again.AskAsync(line);
            Assert.Equal(1, cutOff.Kiosk.Deeds.Count);
        }

        await using var back = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock, folder);
        // The perk's class lends nothing without a token while cut off: the ledger keeps the loan, and a person decides.
        await back.UploadUntilAsync(() => Task.FromResult(back.Log.Contains("offline claim 1 is LateConflict", StringComparison.Ordinal)));
        Assert.Equal(0, back.Kiosk.Deeds.Count);
        Assert.Null(await FindAsync("SIP-5"));
        Assert.DoesNotContain(code, await File.ReadAllTextAsync(folder.At("journals", "kiosk.journal"), System.Text.Encoding.Latin1));
    }

    [Fact]
    public async Task Checkin_while_the_edge_is_gone_ends_the_loan_when_it_is_back()
    {
        using var folder = new TemporaryFolder();
        await using var library = new TrialLibrary();
        await using (var first = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock, folder))
        {
            using var kiosk = await first.ConnectAsync();
            await kiosk.AskAsync(TrialKiosk.Checkout(edge.AppCodeOf("demo-gus"), "SIP-6"));
            Assert.Null(await FindAsync("SIP-6")); // barred by the railway: the wrong member for this, and the edge says so
            await kiosk.AskAsync(TrialKiosk.Checkout(edge.AppCodeOf("demo-erik"), "SIP-6"));
            Assert.NotNull(await FindAsync("SIP-6"));
        }

        await using (var cutOff = TrialGateway.Start(Nowhere, library, edge.Clock, folder))
        {
            using var kiosk = await cutOff.ConnectAsync();
            Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkin("SIP-6"))).Fixed[0]);
            Assert.Equal(1, cutOff.Kiosk.Deeds.Count);
        }

        await using var back = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock, folder);
        await back.UploadUntilAsync(async () => await FindAsync("SIP-6") is null);
    }

    private Task<Grant?> FindAsync(string item) => _ledger.FindAsync(item);
}
