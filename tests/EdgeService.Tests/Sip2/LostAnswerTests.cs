using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using EdgeSip2.Protocol;
using EdgeSip2.Settings;
using Perks.Edge.V1;

namespace EdgeService.Tests.Sip2;

/// <summary>A loan counts only when both sides have it: what a lost answer leaves in the ledger is called off.</summary>
public sealed class LostAnswerTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private const string OutOfReach = "Credit perks cannot be reached at the moment.";
    private readonly LedgerSight _ledger = new(edge.Host);

    [Theory]
    [InlineData(false, 0, Custody.Cancelled)]
    [InlineData(true, 0, Custody.Cancelled)]
    [InlineData(true, 600, Custody.Returned)] // the code is no longer valid, and it is too late to cancel
    public async Task Loan_whose_answer_was_lost_is_called_off_also_by_the_next_start(bool restarts, int secondsLater, Custody end)
    {
        using var folder = new TemporaryFolder();
        await using var library = new TrialLibrary();
        await using var link = new LossyLink(edge.Host.Doors.Plaintext!);
        var item = $"LOST-{restarts}-{secondsLater}";
        var code = edge.AppCodeOf("demo-alice");
        string grantId;
        await using (var gateway = TrialGateway.Start(link.Address, library, edge.Clock, folder, Impatient))
        {
            using var kiosk = await gateway.ConnectAsync();
            Assert.Equal("Y", (await kiosk.AskAsync(TrialKiosk.Status(code)))[SipTag.ValidPatron]);
            link.LoseAnswers();
            var answer = await kiosk.AskAsync(TrialKiosk.Checkout(code, item));
            Assert.Equal(('0', OutOfReach), (answer.Fixed[0], answer[SipTag.ScreenMessage]));
            var nobodys = await _ledger.FindAsync(item);
            Assert.Equal(Custody.Active, nobodys?.Custody);
            grantId = nobodys!.GrantId;
            if (!restarts)
            {
                link.Mend();
                await gateway.UploadUntilAsync(async () => await _ledger.FindAsync(item) is null);
            }
        }

        edge.Clock.Now += TimeSpan.FromSeconds(secondsLater);
        await using (var next = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock, folder))
        {
            await next.UploadUntilAsync(() => Task.FromResult(next.Kiosk.Loans.Count == 0));
        }

        Assert.Null(await _ledger.FindAsync(item));
        var ended = await _ledger.GetAsync(new GetGrantRequest { GrantId = grantId });
        Assert.Equal(end, ended!.Custody);
        Assert.True(end == Custody.Cancelled || ended.EndTime == ended.CreateTime, "it was never out");
        Assert.DoesNotContain(library.Heard, line => line.StartsWith("11", StringComparison.Ordinal));
        Assert.DoesNotContain(code, await File.ReadAllTextAsync(folder.At("journals", "kiosk.loans"), System.Text.Encoding.Latin1));
    }

    [Fact]
    public async Task Loan_that_the_library_refused_while_the_edge_went_away_is_called_off_later()
    {
        await using var library = new TrialLibrary();
        await using var link = new LossyLink(edge.Host.Doors.Plaintext!);
        await using var gateway = TrialGateway.Start(link.Address, library, edge.Clock, null, Impatient);
        using var kiosk = await gateway.ConnectAsync();
        library.Hearing = _ => link.LoseAll();
        var answer = await kiosk.AskAsync(TrialKiosk.Checkout(edge.AppCodeOf("demo-chen"), "REF-9"));
        Assert.Equal(('0', "not lent by the library"), (answer.Fixed[0], answer[SipTag.ScreenMessage]));
        Assert.NotNull(await _ledger.FindAsync("REF-9"));
        link.Mend();
        await gateway.UploadUntilAsync(() => Task.FromResult(gateway.Kiosk.Loans.Count == 0));
        Assert.Null(await _ledger.FindAsync("REF-9"));
        Assert.Equal(0, gateway.Kiosk.Deeds.Count);
    }

    [Fact]
    public async Task Loan_that_both_have_and_one_that_the_edge_refused_leave_nothing_to_call_off()
    {
        using var folder = new TemporaryFolder();
        await using var library = new TrialLibrary();
        await using (var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock, folder))
        {
            using var kiosk = await gateway.ConnectAsync();
            Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkout(edge.AppCodeOf("demo-erik"), "KEPT-1"))).Fixed[0]);
            Assert.Equal('0', (await kiosk.AskAsync(TrialKiosk.Checkout(edge.AppCodeOf("demo-fay"), "KEPT-2"))).Fixed[0]);
            Assert.Equal('0', (await kiosk.AskAsync(TrialKiosk.Checkout("PA1NOTACODE", "KEPT-3"))).Fixed[0]);
            Assert.Equal(0, gateway.Kiosk.Loans.Count);
        }

        await using var next = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock, folder);
        await next.UploadAsync();
        Assert.Equal(Custody.Active, (await _ledger.FindAsync("KEPT-1"))?.Custody);
        using var back = await next.ConnectAsync();
        await back.AskAsync(TrialKiosk.Checkin("KEPT-1"));
    }

    /// <summary>Long enough for the edge to keep a loan on a busy machine, short enough to wait for in a test.</summary>
    private static GatewaySettings Impatient(GatewaySettings settings) => settings with { Edge = settings.Edge with { TimeoutMilliseconds = 2000 } };
}
