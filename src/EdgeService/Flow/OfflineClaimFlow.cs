using System.Collections.Immutable;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>
/// Takes in what a terminal did while it was cut off, one claim after the other. It happened: so it is recorded at its own time, and one that
/// comes second is kept with both sides. Each is kept under its own request id, so that any part of an upload may be repeated. One that cannot be
/// settled is kept for a person.
/// </summary>
public sealed class OfflineClaimFlow(
    Grounds grounds,
    Deciding deciding,
    Presence presence,
    TokenReading tokens,
    CustodyFlow custody,
    ReceiptFlow receipts,
    FaultyClaimFlow faulty,
    Remembering remembering,
    Seals seals)
{
    internal const string Method = "ReportOfflineClaims";

    /// <summary>A terminal's clock may be wrong by hours; what lies further ahead is nonsense, and would count for ever.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    /// <summary>How far this terminal's journal was taken in.</summary>
    /// <exception cref="EdgeFaultException">The terminal is not in the catalog.</exception>
    public Task<long> PositionOf(Caller caller, CancellationToken cancellation)
    {
        grounds.RequireRegistered(caller);
        return remembering.ReadClaimPositionAsync(caller.Urn, cancellation);
    }

    /// <summary>1. read, 2. settle, 3. what cannot be settled as it is: keep for a person.</summary>
    /// <exception cref="EdgeFaultException">It can be neither now: it is to be reported again.</exception>
    public async Task<byte[]> RunAsync(
        Caller caller, ReportedClaim reported, Func<OfflineClaim> read, Func<ClaimSight, byte[]> render, CancellationToken cancellation)
    {
        var found = new ClaimFindings(faulty.IdOf(caller, reported));
        try
        {
            var claim = read();
            RequireTime(claim);
            return await SettleAsync(caller, claim, found, render, cancellation)
                ?? await faulty.KeepAsync(caller, reported, found, null, found.Verdict, render, cancellation);
        }
        catch (EdgeFaultException fault) when (!FaultMapping.MayPass(fault.Fault.Reason))
        {
            return await faulty.KeepAsync(caller, reported, found, fault.Fault, TokenFault.None, render, cancellation);
        }
    }

    private void RequireTime(OfflineClaim claim)
    {
        using var ground = grounds.Take();
        if (claim.At > ground.Now + MostAhead)
            throw new EdgeFaultException(EdgeFault.Invalid("claim_time", "must not lie more than a day ahead: set the terminal's clock"));
    }

    /// <summary>Null when its token does not verify.</summary>
    private Task<byte[]?> SettleAsync(Caller caller, OfflineClaim claim, ClaimFindings found, Func<ClaimSight, byte[]> render, CancellationToken cancellation) => claim switch
    {
        AcceptedToken token => AcceptAsync(caller, token, found, render, cancellation),
        OfflineLending lending => LendAsync(caller, lending, found, render, cancellation),
        OfflineReturn back => ReturnAsync(caller, back, found, render, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(claim), claim.GetType().Name, "not a claim"),
    };

    private async Task<byte[]?> AcceptAsync(Caller caller, AcceptedToken claim, ClaimFindings found, Func<ClaimSight, byte[]> render, CancellationToken cancellation)
    {
        using var ground = grounds.Take();
        var terminal = Places.TerminalOf(caller, ground.Catalog);
        var read = tokens.ReadAt(claim.Text, terminal, ground, claim.At);
        found.Note(read);
        // A token past its time when it was accepted is the ledger's to keep; any other fault makes it no token of this gate.
        if (read.FaultAt(terminal) is var fault and not (TokenFault.None or TokenFault.Expired))
        {
            found.Verdict = fault;
            return null;
        }

        var claims = read.Verdict.Claims;
        Deciding.CheckAttributes(read.Perk!, claim.Attributes.AsSpan(), "token.");
        var matter = new Matter
        {
            Member = read.Member,
            Standing = ground.StandingOf(read.Member),
            Perk = read.Perk!,
            Venue = terminal.Venue,
            Asker = caller.Short,
            Units = (int)claims.Units,
            Attributes = claim.Attributes,
            Journey = deciding.JourneyOf(read.Perk!, claim.Attributes.AsSpan()),
        };
        var body = new RequestBody().Add(claim.Text).Add(claim.Items).Add(claim.Attributes);
        var allowed = OfflineClassTable.AllowsCutOff(matter.Perk.OfflineClass, withToken: true);
        return await KeepAsync(caller, claim, found, ground.Now, claim.Items, body, render, scene => new ClaimOffline(
            claim.At,
            claims.Id,
            claims.ExpiresAt,
            Granting.TermsOf(matter, terminal, claim.Items, null),
            allowed && UsageLimits.Admit(matter.Perk.Limits, matter.UsageIn(scene.Record, ground.Now, claims.Id), matter.Units),
            claim.HandedOver,
            Granting.ActorOf(terminal)), cancellation);
    }

    private async Task<byte[]?> LendAsync(Caller caller, OfflineLending claim, ClaimFindings found, Func<ClaimSight, byte[]> render, CancellationToken cancellation)
    {
        using var ground = grounds.Take();
        var terminal = Places.TerminalOf(caller, ground.Catalog);
        var question = claim.Question with { ScannedAt = claim.At };
        found.Member = presence.TryNameOf(question.Member, caller, ground, out var named) ? named : null;
        var matter = deciding.Gather(ground, caller, question);
        var body = new RequestBody().Add(seals.NamedBy(matter.Member)).Add(question.PerkId).Add(question.Units).Add(question.Amount).Add(question.Items).Add(question.Attributes);
        var (stand, allowed) = (ground, OfflineClassTable.AllowsCutOff(matter.Perk.OfflineClass, withToken: false));
        Decided? decided = null;
        var reply = await KeepAsync(caller, claim, found, ground.Now, question.Items, body, render, scene => new ClaimOffline(
            claim.At,
            null,
            DateTimeOffset.UnixEpoch,
            Granting.TermsOf(matter, terminal, question.Items, null),
            (decided = deciding.Decide(stand, matter, LedgerView.Of(matter.UsageIn(scene.Record, stand.Now)))).Value.IsEligible && allowed,
            claim.HandedOver,
            Granting.ActorOf(terminal)), cancellation);
        if (decided is { } made)
            deciding.Note(ground, made, caller);
        return reply;
    }

    private async Task<byte[]?> ReturnAsync(Caller caller, OfflineReturn claim, ClaimFindings found, Func<ClaimSight, byte[]> render, CancellationToken cancellation)
    {
        byte[] Settled(GrantSight sight) => render(new ClaimSight(claim.Sequence, ClaimResult.Settled) { Grant = sight });
        var place = new JournalPlace(claim.Sequence, found.Id);
        var target = new GrantTarget(null, claim.ItemRef.Length == 0 ? null : claim.ItemRef);
        if (claim.ReceiptText.Length > 0)
            return await receipts.AtTerminalAsync(caller, new ReceiptRequest(Method, claim.RequestId, claim.ReceiptText) { Target = target, Journal = place }, Settled, cancellation);
        var request = new CustodyRequest(Method, claim.RequestId, target, new RequestBody().Add(claim.Sequence).Add((DateTimeOffset?)claim.At), (number, party) =>
            new Return(number, party.PartnerId, [claim.ItemRef], claim.At, party.Actor))
        { Journal = place };
        return await custody.RunAsync(caller, request, Settled, cancellation);
    }

    private Task<byte[]> KeepAsync(
        Caller caller,
        OfflineClaim claim,
        ClaimFindings found,
        DateTimeOffset now,
        ImmutableArray<string> items,
        RequestBody body,
        Func<ClaimSight, byte[]> render,
        Func<LedgerScene, ClaimOffline> commandOn,
        CancellationToken cancellation)
    {
        var member = found.Member!.Value;
        return remembering.AppendAsync(
            new LedgerCall
            {
                Member = member,
                Request = new LedgerRequest(caller.Urn, Method, claim.RequestId, seals.DigestOf(Method, body.Add(claim.Sequence).Add((DateTimeOffset?)claim.At).ToArray())),
                Now = now,
                Items = Granting.ItemRefsOf(caller.PartnerId, items),
                Claim = new ClaimMark(caller.Urn, claim.Sequence),
                Faulty = new FaultyClaimKey(found.Id, null),
                Decide = scene =>
                {
                    FaultyClaimFlow.RequireUndecided(scene.Faulty);
                    return Verdict(claim, member, Custody.Apply(scene, commandOn(scene), now), now, render);
                },
            },
            cancellation);
    }

    private LedgerVerdict Verdict(OfflineClaim claim, MemberKey member, GrantStep step, DateTimeOffset now, Func<ClaimSight, byte[]> render)
    {
        if (!step.Outcome.Done && step.Outcome.Result != GrantResult.Repeated)
            throw new EdgeFaultException(GrantFaults.Of(step.Outcome, now));
        var grant = step.Outcome.Grant!;
        var result = grant.State == GrantState.LateConflict ? ClaimResult.LateConflict : ClaimResult.Settled;
        return LedgerVerdict.Of(step, render(new ClaimSight(claim.Sequence, result) { Grant = GrantSight.Of(seals, member, grant, now) }));
    }
}
