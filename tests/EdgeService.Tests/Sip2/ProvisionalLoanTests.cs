using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Ledger;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Perks.Edge.V1;

namespace EdgeService.Tests.Sip2;

/// <summary>Loans that the edge made while its ledger was out of reach: what becomes of them is known later.</summary>
public sealed class ProvisionalLoanTests : IAsyncLifetime
{
    private readonly SetClock _clock = new(TimeProvider.System.GetUtcNow());
    private EdgeHost _host = null!;

    private CutLedger Ledger => (CutLedger)_host.Service<ILedger>();

    public async Task InitializeAsync() => _host = await EdgeHost.StartAsync(
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_clock);
            CutLedger.InFrontOf(builder);
        },
        null);

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task Provisional_loan_that_the_library_refuses_is_called_off_when_it_is_settled()
    {
        await using var library = new TrialLibrary();
        await using var gateway = TrialGateway.Start(_host.Doors.Plaintext!, library, _clock);
        using var kiosk = await gateway.ConnectAsync();
        Ledger.Cut = LedgerCut.Gone;
        Assert.Equal('0', (await kiosk.AskAsync(TrialKiosk.Checkout(CodeOf("demo-alice"), "REF-7"))).Fixed[0]);
        await gateway.UploadAsync();
        Assert.Equal(1, gateway.Kiosk.Loans.Count);
        var id = Guid.Empty;
        await gateway.UploadUntilAsync(() => Task.FromResult((id = gateway.Kiosk.Loans.Waiting(null) is [var loan] ? loan.Id : Guid.Empty) != Guid.Empty));

        Ledger.Cut = LedgerCut.None;
        await gateway.UploadUntilAsync(() => Task.FromResult(gateway.Kiosk.Loans.Count == 0));
        var settled = await new LedgerSight(_host).GetAsync(new GetGrantRequest { RequestId = id.ToString() });
        Assert.Equal(Custody.Cancelled, settled!.Custody);
    }

    [Fact]
    public async Task Provisional_loan_that_is_back_before_it_is_settled_is_not_taken_for_one_of_the_librarys_own()
    {
        await using var library = new TrialLibrary { NamesPatronsAtCheckin = false };
        await using var gateway = TrialGateway.Start(_host.Doors.Plaintext!, library, _clock);
        using var kiosk = await gateway.ConnectAsync();
        Ledger.Cut = LedgerCut.Gone;
        Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkout(CodeOf("demo-alice"), "PROV-1"))).Fixed[0]);
        Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkin("PROV-1"))).Fixed[0]);
        Assert.Equal((0, 1), (gateway.Kiosk.Loans.Count, gateway.Kiosk.Deeds.Count));

        // The clock stands: nothing can be left out, and so it is reported as soon as the edge knows the loan.
        Ledger.Cut = LedgerCut.None;
        await gateway.UploadUntilAsync(() => Task.FromResult(gateway.Log.Contains("offline claim 1 is in the ledger", StringComparison.Ordinal)));
        Assert.Null(await new LedgerSight(_host).FindAsync("PROV-1"));
    }

    private string CodeOf(string memberId)
    {
        using var cipher = new AesGcm(File.ReadAllBytes(Path.Combine(_host.Home, "secret", "app-code.key")), 16);
        return AppCode.Seal(memberId, _clock.Now, RandomNumberGenerator.GetBytes(12), cipher);
    }
}
