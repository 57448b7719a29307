using EdgeService.Tests.Flow;
using EdgeSip2.Protocol;
using EdgeSip2.Settings;

namespace EdgeService.Tests.Sip2;

/// <summary>A renewal is done only when the library system and the edge both have it.</summary>
public sealed class RenewalTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private const string No = "A renewal is not possible any more.";
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);
    private readonly LedgerSight _ledger = new(edge.Host);

    [Fact]
    public async Task Kiosk_shows_a_renewal_only_with_the_edges_yes()
    {
        await using var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        var code = edge.AppCodeOf("demo-alice");
        Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkout(code, "RENEW-1"))).Fixed[0]);
        var due = await DueAsync("RENEW-1");

        library.RenewedTo = SipTime.Write(due.AddDays(20), Offset);
        var renewed = await kiosk.AskAsync(TrialKiosk.Renewal(code, "RENEW-1"));
        Assert.Equal(('1', library.RenewedTo), (renewed.Fixed[0], renewed[SipTag.DueDate]));
        Assert.Equal(SipTime.Read(library.RenewedTo, Offset), await DueAsync("RENEW-1"));

        // The perk gives 30 days at once and no more.
        var stands = await DueAsync("RENEW-1");
        library.RenewedTo = SipTime.Write(stands.AddDays(90), Offset);
        var refused = await kiosk.AskAsync(TrialKiosk.Renewal(code, "RENEW-1"));
        Assert.Equal(('0', No, SipTime.Write(stands, Offset)), (refused.Fixed[0], refused[SipTag.ScreenMessage], refused[SipTag.DueDate]));
        Assert.Equal(stands, await DueAsync("RENEW-1"));

        // The edge gives as much already.
        library.RenewedTo = SipTime.Write(stands.AddDays(-5), Offset);
        Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Renewal(code, "RENEW-1"))).Fixed[0]);
        Assert.Equal(stands, await DueAsync("RENEW-1"));
        await kiosk.AskAsync(TrialKiosk.Checkin("RENEW-1"));
    }

    [Fact]
    public async Task Edge_that_goes_away_in_the_middle_makes_it_a_no()
    {
        await using var library = new TrialLibrary();
        await using var link = new LossyLink(edge.Host.Doors.Plaintext!);
        await using var gateway = TrialGateway.Start(link.Address, library, edge.Clock, null, Impatient);
        using var kiosk = await gateway.ConnectAsync();
        var code = edge.AppCodeOf("demo-erik");
        Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkout(code, "RENEW-2"))).Fixed[0]);
        var due = await DueAsync("RENEW-2");
        library.RenewedTo = SipTime.Write(due.AddDays(20), Offset);
        library.Hearing = _ => link.LoseAll();
        var answer = await kiosk.AskAsync(TrialKiosk.Renewal(code, "RENEW-2"));
        Assert.Equal(('0', "Credit perks cannot be reached at the moment."), (answer.Fixed[0], answer[SipTag.ScreenMessage]));
        Assert.Equal(due, await DueAsync("RENEW-2"));

        library.Hearing = _ => { };
        link.Mend();
        var again = await kiosk.AskAsync(TrialKiosk.Renewal(code, "RENEW-2"));
        Assert.Equal('1', again.Fixed[0]);
        Assert.Equal(SipTime.Read(library.RenewedTo, Offset), await DueAsync("RENEW-2"));
        await kiosk.AskAsync(TrialKiosk.Checkin("RENEW-2"));
    }

    [Fact]
    public async Task Overdue_loan_is_not_renewed_and_the_library_is_not_asked()
    {
        await using var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        await kiosk.AskAsync(TrialKiosk.Checkout(edge.AppCodeOf("demo-chen"), "RENEW-3"));
        var before = edge.Clock.Now;
        edge.Clock.Now = (await DueAsync("RENEW-3")).AddDays(1);
        library.Heard.Clear();
        var answer = await kiosk.AskAsync(TrialKiosk.Renewal(edge.AppCodeOf("demo-chen"), "RENEW-3"));
        Assert.Equal(('0', No), (answer.Fixed[0], answer[SipTag.ScreenMessage]));
        Assert.Empty(library.Heard);
        await kiosk.AskAsync(TrialKiosk.Checkin("RENEW-3"));
        edge.Clock.Now = before;
    }

    private async Task<DateTimeOffset> DueAsync(string item) => (await _ledger.FindAsync(item))!.DueTime.ToDateTimeOffset();

    private static GatewaySettings Impatient(GatewaySettings settings) => settings with { Edge = settings.Edge with { TimeoutMilliseconds = 2000 } };
}
