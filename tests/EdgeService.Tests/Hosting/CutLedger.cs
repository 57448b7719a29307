using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeService.Tests.Hosting;

/// <summary>What a cut ledger does.</summary>
public enum LedgerCut
{
    /// <summary>It answers.</summary>
    None,

    /// <summary>It is out of reach.</summary>
    Gone,

    /// <summary>What is appended is kept, and its answer lost.</summary>
    AnswersLost,

    /// <summary>It never answers.</summary>
    Hanging,
}

/// <summary>A ledger that a test cuts off and joins again.</summary>
public sealed class CutLedger(ILedger ledger) : ILedger
{
    private int _revokedReads;
    private int _looks;

    public LedgerCut Cut { get; set; }

    /// <summary>How often all revocations were read.</summary>
    public int RevokedReads => Volatile.Read(ref _revokedReads);

    /// <summary>How often somebody has looked what waits.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>Revoked beside what the ledger has.</summary>
    public IReadOnlyList<RevokedPlace> AlsoRevoked { get; set; } = [];

    public LedgerHealth Health => Cut == LedgerCut.Gone ? new LedgerHealth(LedgerFault.Other) : ledger.Health;

    /// <summary>Puts itself in front of the ledger that the service has.</summary>
    public static void InFrontOf(WebApplicationBuilder builder)
    {
        var own = builder.Services.Last(service => service.ServiceType == typeof(ILedger));
        builder.Services.Remove(own);
        builder.Services.AddSingleton<ILedger>(provider => new CutLedger((ILedger)own.ImplementationFactory!(provider)));
    }

    public bool TryView(MemberKey member, out MemberRecord record) => ledger.TryView(member, out record) && Cut == LedgerCut.None;

    public OpenCount? CountOpen(DateTimeOffset now, int most) => Cut == LedgerCut.None ? ledger.CountOpen(now, most) : null;

    public LedgerLoad Load
    {
        get
        {
            Interlocked.Increment(ref _looks);
            return ledger.Load;
        }
    }

    public Task<LedgerAnswer> AppendAsync(LedgerCall call, CancellationToken cancellation) => AskAsync(() => ledger.AppendAsync(call, cancellation));

    public Task<LedgerAnswer?> RecallAsync(LedgerRequest request, CancellationToken cancellation) => AskAsync(() => ledger.RecallAsync(request, cancellation));

    public Task<ItemHolder?> FindHolderAsync(ItemRef item, CancellationToken cancellation) => AskAsync(() => ledger.FindHolderAsync(item, cancellation));

    public Task<MemberRecord> ReadAsync(MemberKey member, CancellationToken cancellation) => AskAsync(() => ledger.ReadAsync(member, cancellation));

    public Task<IReadOnlyList<LedgerEntry>> ReadEntriesAsync(MemberKey member, long grant, CancellationToken cancellation) =>
        AskAsync(() => ledger.ReadEntriesAsync(member, grant, cancellation));

    public Task<GrantPage> ListGrantsAsync(GrantFilter filter, GrantCursor? after, int most, CancellationToken cancellation) =>
        AskAsync(() => ledger.ListGrantsAsync(filter, after, most, cancellation));

    public Task<EntryPage> ExportEntriesAsync(EntryCursor after, int most, CancellationToken cancellation) =>
        AskAsync(() => ledger.ExportEntriesAsync(after, most, cancellation));

    public Task<long> ReadClaimPositionAsync(string terminal, CancellationToken cancellation) => AskAsync(() => ledger.ReadClaimPositionAsync(terminal, cancellation));

    public async Task<IReadOnlyList<RevokedPlace>> ReadRevokedPlacesAsync(DateTimeOffset now, CancellationToken cancellation) =>
        [.. await AskAsync(() => ledger.ReadRevokedPlacesAsync(now, cancellation)), .. Counted(AlsoRevoked)];

    private IReadOnlyList<RevokedPlace> Counted(IReadOnlyList<RevokedPlace> places)
    {
        Interlocked.Increment(ref _revokedReads);
        return places;
    }

    public Task<FaultyClaimPage> ListFaultyClaimsAsync(FaultyClaimFilter filter, FaultyClaimCursor? after, int most, CancellationToken cancellation) =>
        AskAsync(() => ledger.ListFaultyClaimsAsync(filter, after, most, cancellation));

    public Task<int> EraseAsync(TimeSpan retention, int most, CancellationToken cancellation) => AskAsync(() => ledger.EraseAsync(retention, most, cancellation));

    public Task<IReadOnlyList<GrantTotal>> ReadTotalsAsync(CancellationToken cancellation) => AskAsync(() => ledger.ReadTotalsAsync(cancellation));

    public bool IsShared => ledger.IsShared;

    public EdgeExchange? Exchange => ledger.Exchange;

    public Task<IReadOnlyList<HeardEdge>> MeetEdgesAsync(EdgeSign own, CancellationToken cancellation) => AskAsync(() => ledger.MeetEdgesAsync(own, cancellation));

    public Task<ActPage> ReadActsAsync(long after, int most, CancellationToken cancellation) => AskAsync(() => ledger.ReadActsAsync(after, most, cancellation));

    public Task<IReadOnlyList<KeptAct>> ReadActsOfAsync(MemberKey member, CancellationToken cancellation) => AskAsync(() => ledger.ReadActsOfAsync(member, cancellation));

    public Task<DisputePage> ListDisputesAsync(DisputeFilter filter, DisputeCursor? after, int most, CancellationToken cancellation) =>
        AskAsync(() => ledger.ListDisputesAsync(filter, after, most, cancellation));

    public Task<int> EraseDisputesAsync(MemberKey member, long before, CancellationToken cancellation) => AskAsync(() => ledger.EraseDisputesAsync(member, before, cancellation));

    public Task<IReadOnlyList<FormerKeyRow>> ReadFormerKeysAsync(CancellationToken cancellation) => AskAsync(() => ledger.ReadFormerKeysAsync(cancellation));

    public Task<FormerKeySweep> LetGoOfFormerKeysAsync(TimeSpan kept, UInt128 after, int most, CancellationToken cancellation) =>
        AskAsync(() => ledger.LetGoOfFormerKeysAsync(kept, after, most, cancellation));

    public Task<LedgerBackup?> BackUpAsync(string? fileName, CancellationToken cancellation) => AskAsync(() => ledger.BackUpAsync(fileName, cancellation));

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        if (Cut == LedgerCut.Gone)
            throw new LedgerUnavailableException(LedgerFault.Other);
        if (Cut == LedgerCut.Hanging)
            await Task.Delay(Timeout.Infinite);
        var answer = await ask();
        return Cut == LedgerCut.AnswersLost ? throw new LedgerUnavailableException(LedgerFault.Other) : answer;
    }
}
