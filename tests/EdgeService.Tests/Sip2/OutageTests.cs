using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using EdgeSip2.Journals;
using EdgeSip2.Protocol;

namespace EdgeService.Tests.Sip2;

/// <summary>What happens at a kiosk while the edge is gone becomes a matter of the edge only where it is one, and once.</summary>
public sealed class OutageTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");
    private readonly LedgerSight _ledger = new(edge.Host);

    [Fact]
    public async Task Checkins_of_the_librarys_own_loans_become_no_case_for_a_person()
    {
        using var folder = new TemporaryFolder();
        await using var library = new TrialLibrary { NamesPatronsAtCheckin = false };
        await using (var before = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock, folder))
        {
            using var kiosk = await before.ConnectAsync();
            Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkout(edge.AppCodeOf("demo-alice"), "OUT-1"))).Fixed[0]);
            foreach (var item in new[] { "OWN-1", "OWN-2" })
                Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkout(TrialLibrary.Card, item))).Fixed[0]);
        }

        await using (var cutOff = TrialGateway.Start(Nowhere, library, edge.Clock, folder))
        {
            using var kiosk = await cutOff.ConnectAsync();
            foreach (var item in new[] { "OWN-1", "OUT-1", "OWN-2" })
                Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkin(item))).Fixed[0]);
            Assert.Equal(3, cutOff.Kiosk.Deeds.Count);
        }

        await using var back = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock, folder);
        await back.UploadAsync();
        // A loan made while the ledger was gone may be known some moments later only: so nothing is left out at once.
        Assert.Equal(3, back.Kiosk.Deeds.Count);
        edge.Clock.Now += ComebackSieve.Patience;
        await back.UploadUntilAsync(() => Task.FromResult(back.Kiosk.Deeds.Count == 0));
        Assert.Null(await _ledger.FindAsync("OUT-1"));
        await back.UploadUntilAsync(() => Task.FromResult(back.Log.Contains("2 checkins from while the edge was gone were of no loan", StringComparison.Ordinal)));
        Assert.Contains("offline claim 2 is in the ledger", back.Log);
        Assert.DoesNotContain("operators decide", back.Log);
    }

    [Fact]
    public async Task Upload_of_a_kiosk_that_comes_again_after_it_reached_the_edge_is_the_same_deed()
    {
        using var folder = new TemporaryFolder();
        await using var library = new TrialLibrary();
        var line = TrialKiosk.Checkout(edge.AppCodeOf("demo-dora"), "OUT-2", offline: true, SipTime.Write(edge.Clock.Now, TimeSpan.FromHours(8)));
        await using (var first = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock, folder))
        {
            using var kiosk = await first.ConnectAsync();
            Assert.Equal('1', (await kiosk.AskAsync(line)).Fixed[0]);
            await first.UploadUntilAsync(() => Task.FromResult(first.Kiosk.Deeds.Count == 0));
            using var again = await first.ConnectAsync();
            Assert.Equal('1', (await again.AskAsync(line)).Fixed[0]);
            Assert.Equal(0, first.Kiosk.Deeds.Count);
        }

        await using var next = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock, folder);
        using var later = await next.ConnectAsync();
        Assert.Equal('1', (await later.AskAsync(line)).Fixed[0]);
        await next.UploadAsync();
        Assert.DoesNotContain("Faulty", next.Log);
    }

    [Fact]
    public async Task Deeds_of_a_kiosk_that_tells_no_time_are_each_their_own()
    {
        await using var library = new TrialLibrary();
        await using var cutOff = TrialGateway.Start(Nowhere, library, edge.Clock);
        using var kiosk = await cutOff.ConnectAsync();
        for (var day = 1; day <= 2; day++)
        {
            await kiosk.AskAsync(TrialKiosk.Checkout(TrialLibrary.House, "OUT-3"));
            await kiosk.AskAsync(TrialKiosk.Checkin("OUT-3", offline: true, new string(' ', SipTime.Length)));
            Assert.Equal(day, cutOff.Kiosk.Deeds.Count);
        }
    }
}
