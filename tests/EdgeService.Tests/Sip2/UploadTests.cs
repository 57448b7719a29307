using System.Text;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using EdgeSip2.Journals;
using EdgeSip2.Protocol;
using EdgeSip2.Serving;
using Perks.Edge.V1;

namespace EdgeService.Tests.Sip2;

/// <summary>Nothing ends a kiosk's upload but the gateway's own end.</summary>
public sealed class UploadTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    [Fact]
    public async Task Log_that_cannot_be_written_stops_no_upload()
    {
        await using var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, library, edge.Clock, log: new FullDisk());
        using var kiosk = await gateway.ConnectAsync();
        for (var i = 1; i <= 2; i++)
        {
            var at = SipTime.Write(edge.Clock.Now, TimeSpan.FromHours(8));
            Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkout(edge.AppCodeOf("demo-dora"), $"LOG-{i}", offline: true, at))).Fixed[0]);
            await gateway.UploadUntilAsync(() => Task.FromResult(gateway.Kiosk.Deeds.Count == 0));
        }
    }

    [Fact]
    public async Task Loop_goes_on_whatever_fails()
    {
        using var folder = new TemporaryFolder();
        using var deeds = OfflineDeeds.Open(folder.At("kiosk.journal"), folder.At("kiosk.deeds"));
        using var loans = LoanIntents.Open(folder.At("kiosk.loans"));
        loans.Note(new Inquiry { ItemRefs = { "LOOP-1" } }).Dispose();
        using var ends = new CancellationTokenSource();
        var log = new GatewayLog(new CountedLines(ends, 3), edge.Clock);
        // No edge at all is a defect that nothing expects.
        await JournalUpload.RunAsync(new EdgeSip2.Desk.Kiosk("hall", null!, deeds, loans), new HastyClock(), log, ends.Token).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(ends.IsCancellationRequested);
    }

    private sealed class FullDisk : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");
    }

    /// <summary>Ends what it is about after so many lines.</summary>
    private sealed class CountedLines(CancellationTokenSource ends, int most) : TextWriter
    {
        private int _count;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            if (++_count == most)
                ends.Cancel();
        }
    }

    /// <summary>Its waits are over at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
