using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>A receipt that a dock signed, handed in.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="RequestId">The caller's id of this intent.</param>
/// <param name="Text">The receipt.</param>
public sealed record ReceiptRequest(string Method, Guid RequestId, string Text)
{
    /// <summary>What it is said to be for; default where it says so itself.</summary>
    public GrantTarget Target { get; init; }

    /// <summary>Where in an offline journal it stood; null where it is not from one.</summary>
    public JournalPlace? Journal { get; init; }
}

/// <summary>Takes things back by the receipt that a dock signed, however late it is handed in, by a terminal of the partner or by the member.</summary>
public sealed class ReceiptFlow(Grounds grounds, Presence presence, Remembering remembering, ItemHolders holders, Seals seals)
{
    private static readonly EdgeFault NotSigned = new(
        FaultReason.ReceiptInvalid, "The receipt was not signed by a dock of this programme, or was altered. Scan it again, or take it to a desk.");

    private static readonly EdgeFault Unmatched = new(
        FaultReason.ReceiptUnmatched, "Nothing that the receipt speaks of was out at its time, for whoever asks. Name the grant that it is for.");

    /// <summary>Handed in by a terminal of the dock's partner. 1. answered before? 2. verify, 3. find the grant, 4. in the ledger's transaction: stop the clock or open a review.</summary>
    public async Task<byte[]> AtTerminalAsync(Caller caller, ReceiptRequest request, Func<GrantSight, byte[]> render, CancellationToken cancellation)
    {
        grounds.RequireRegistered(caller);
        var ledgerRequest = RequestOf(caller, request);
        if (await remembering.RecallAsync(ledgerRequest, cancellation) is { } first)
            return first;
        var read = Read(caller, request);
        if (read.Item.PartnerId != caller.PartnerId)
            throw new EdgeFaultException(Unmatched);
        var (member, number) = await FindAsync(request.Target, read, cancellation) ?? throw new EdgeFaultException(Unmatched);
        return await ApplyAsync(caller, request, ledgerRequest, read, member, number, render, cancellation);
    }

    /// <summary>Handed in by the member who had the thing.</summary>
    public async Task<byte[]> OfMemberAsync(Caller caller, MemberRef member, ReceiptRequest request, Func<GrantSight, byte[]> render, CancellationToken cancellation)
    {
        var ledgerRequest = RequestOf(caller, request);
        if (await remembering.RecallAsync(ledgerRequest, cancellation) is { } first)
            return first;
        var key = Present(caller, member);
        var read = Read(caller, request);
        var record = await remembering.ReadAsync(key, cancellation);
        var grant = ReceiptMatching.Find(record, read.Item, read.Verdict.Receipt.Time) ?? throw new EdgeFaultException(Unmatched);
        return await ApplyAsync(caller, request, ledgerRequest, read, key, grant.Number, render, cancellation);
    }

    private async Task<byte[]> ApplyAsync(
        Caller caller, ReceiptRequest request, LedgerRequest ledgerRequest, ReadReceipt read, MemberKey member, long number, Func<GrantSight, byte[]> render, CancellationToken cancellation)
    {
        var (receipt, digest) = (read.Verdict.Receipt, read.Verdict.Digest);
        var command = new ReturnByReceipt(number, read.Party.PartnerId, receipt, digest, read.Party.Actor);
        return await remembering.AppendAsync(
            new LedgerCall
            {
                Member = member,
                Request = ledgerRequest,
                Now = read.Now,
                Receipt = ReceiptSighting.Of(receipt, digest),
                Claim = request.Journal?.MarkOf(caller.Urn),
                Faulty = request.Journal?.Key,
                Decide = scene =>
                {
                    FaultyClaimFlow.RequireUndecided(scene.Faulty);
                    var step = Custody.Apply(scene, command, read.Now);
                    return step.Outcome.Done || step.Outcome.Result == GrantResult.Repeated
                        ? LedgerVerdict.Of(step, render(GrantSight.Of(seals, member, step.Outcome.Grant!, read.Now)))
                        : throw new EdgeFaultException(GrantFaults.Of(step.Outcome, read.Now));
                },
            },
            cancellation);
    }

    private ReadReceipt Read(Caller caller, ReceiptRequest request)
    {
        using var ground = grounds.Take();
        var catalog = ground.Catalog;
        var verdict = ReceiptVerification.Verify(request.Text, code => DockOf(catalog, code)?.ReceiptKey);
        if (!verdict.IsGood)
            throw new EdgeFaultException(NotSigned);
        var item = new ItemRef(DockOf(catalog, verdict.Receipt.Terminal)!.Venue.Partner.Id, verdict.Receipt.ItemRef);
        return request.Target.ItemRef is null || request.Target.ItemRef == item.Value
            ? new ReadReceipt(verdict, item, Party.Of(caller, catalog), ground.Now)
            : throw new EdgeFaultException(Unmatched);
    }

    private async Task<(MemberKey Member, long Number)?> FindAsync(GrantTarget target, ReadReceipt read, CancellationToken cancellation)
    {
        if (target.GrantId is { } id)
            return seals.TryOpenGrant(id, out var member, out var number) ? (member, number) : null;
        if (await holders.FindAsync(read.Item, read.Now, cancellation) is not { } holder)
            return null;
        var record = await remembering.ReadAsync(holder.Member, cancellation);
        return ReceiptMatching.MayConcern(record.Find(holder.Grant), read.Item, read.Verdict.Receipt.Time) ? (holder.Member, holder.Grant) : null;
    }

    private MemberKey Present(Caller caller, in MemberRef member)
    {
        using var ground = grounds.Take();
        return presence.Resolve(member, caller, null, ground);
    }

    private LedgerRequest RequestOf(Caller caller, ReceiptRequest request)
    {
        var body = new RequestBody().Add(request.Text).Add(request.Target.GrantId ?? "").Add(request.Target.ItemRef ?? "").Add(request.Journal?.Sequence ?? 0);
        return new LedgerRequest(caller.Urn, request.Method, request.RequestId, seals.DigestOf(request.Method, body.ToArray()));
    }

    private static Terminal? DockOf(PerkCatalog catalog, AudienceCode code) =>
        catalog.FindAudience(code.Code)?.Terminals.FirstOrDefault(terminal => terminal.Audience == code.Code);

    private sealed record ReadReceipt(ReceiptVerdict Verdict, ItemRef Item, Party Party, DateTimeOffset Now);
}
