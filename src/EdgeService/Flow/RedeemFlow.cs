using EdgeService.Core.Eligibility;
using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>Turns a token into a grant, exactly once.</summary>
public sealed class RedeemFlow(Grounds grounds, TokenReading tokens, Statements statements, Deciding deciding, Provisional provisional, ILedger ledger, Seals seals)
{
    internal const string Method = "RedeemToken";

    /// <summary>
    /// 1. verify the token, 2. gather current standing, 3. in the ledger's transaction: was it redeemed or revoked, decide again, grant; without
    /// the ledger: decide and note, 4. note the decision. The rendered reply is what is kept, so that a repetition gets the same bytes.
    /// </summary>
    public async Task<byte[]> RunAsync(Caller caller, RedeemRequest request, Func<Redemption, byte[]> render, CancellationToken cancellation)
    {
        using var ground = grounds.Take();
        var terminal = Places.TerminalOf(caller, ground.Catalog);
        var read = tokens.Read(request.TokenText, terminal, ground);
        if (!read.IsGenuine)
            return render(Invalid(read.Verdict.Fault));
        var ledgerRequest = RequestOf(caller, read, request);
        if (read.FaultAt(terminal) is var fault and not TokenFault.None)
            return await provisional.RecallAsync(ledgerRequest, cancellation) ?? render(Invalid(fault));

        Check(read, request);
        var attempt = new Attempt(ground, MatterOf(ground, caller, terminal, read, request), terminal, read.Verdict.Claims, request, ledgerRequest, render);
        Decided? decided = null;
        var call = new LedgerCall
        {
            Member = read.Member,
            Request = ledgerRequest,
            Now = ground.Now,
            Items = Granting.ItemRefsOf(caller.PartnerId, request.Items),
            Decide = scene => Redeem(attempt, scene, out decided),
        };
        var reply = await provisional.AppendAsync(new ProvisionalCall(call, view => Note(attempt, view, out decided)) { Token = read.Verdict.Claims.Id }, cancellation);
        if (decided is { } fresh)
            deciding.Note(ground, fresh, caller);
        return reply;
    }

    private static Redemption Invalid(TokenFault fault) => new(RedemptionResult.InvalidToken) { Fault = fault };

    private LedgerRequest RequestOf(Caller caller, in ReadToken read, RedeemRequest request)
    {
        Span<byte> token = stackalloc byte[TokenId.Size];
        read.Verdict.Claims.Id.Write(token);
        var body = new RequestBody().Add(token).Add(request.Items).Add(request.Attributes).ToArray();
        return new LedgerRequest(caller.Urn, Method, request.RequestId, seals.DigestOf(Method, body));
    }

    private static void Check(in ReadToken read, RedeemRequest request)
    {
        if (request.Items.Length > read.Verdict.Claims.Units)
            throw new EdgeFaultException(EdgeFault.Invalid("item_refs", $"must be at most {read.Verdict.Claims.Units}, the units of the token"));
        if (read.Perk!.AsksEachTime && !request.Attributes.IsEmpty)
            throw new EdgeFaultException(EdgeFault.Invalid("attributes", "must be empty: of this perk the member's app alone states them"));
        Deciding.CheckAttributes(read.Perk, request.Attributes.AsSpan(), "");
    }

    /// <summary>A token is the member's own act: it was asked for at a terminal in the member's presence, or in the member's app.</summary>
    private Matter MatterOf(in Ground ground, Caller caller, Terminal terminal, in ReadToken read, RedeemRequest request) => new()
    {
        Member = read.Member,
        Standing = ground.StandingOf(read.Member),
        Perk = read.Perk!,
        Venue = terminal.Venue,
        Asker = caller.Short,
        Units = (int)read.Verdict.Claims.Units,
        Attributes = read.Perk!.AsksEachTime ? statements.Of(read.Verdict.Claims.Id) : request.Attributes,
        Journey = deciding.JourneyOf(read.Perk!, request.Attributes.AsSpan()),
        Occasion = MemberOccasion.MemberActs,
    };

    private LedgerVerdict Redeem(Attempt attempt, LedgerScene scene, out Decided? decided)
    {
        decided = null;
        var render = attempt.Render;
        var (ground, matter, claims) = (attempt.Ground, attempt.Matter, attempt.Claims);
        var partner = matter.Venue.Partner.Id;
        if (Custody.FateOf(scene.Record, claims.Id, claims.ExpiresAt, partner, ground.Now) is { } fate)
            return LedgerVerdict.Unchanged(render(OfFate(attempt, fate)));

        var verdict = deciding.Decide(ground, matter, LedgerView.Of(matter.UsageIn(scene.Record, ground.Now, claims.Id)));
        decided = verdict;
        if (!verdict.IsEligible)
        {
            var refused = RefusalOf(verdict);
            return LedgerVerdict.Unchanged(render(new Redemption(refused) { Decided = verdict }));
        }

        var terms = attempt.TermsOn(verdict);
        var step = Custody.Apply(scene, new Redeem(claims.Id, claims.ExpiresAt, terms, Granting.ActorOf(attempt.Terminal)), ground.Now);
        return LedgerVerdict.Of(step, render(OfStep(attempt, Granting.WithinBounds(step.Outcome), verdict)));
    }

    /// <summary>The answer without the ledger: what this edge last knew of the token's fate stands, limits are unknown, and what is granted is noted.</summary>
    private ProvisionalDraft Note(Attempt attempt, LedgerView view, out Decided? decided)
    {
        decided = null;
        var (ground, matter, claims) = (attempt.Ground, attempt.Matter, attempt.Claims);
        byte[] Used() => attempt.Render(new Redemption(RedemptionResult.AlreadyRedeemed) { Fault = TokenFault.AlreadyRedeemed });
        byte[] Taken() => attempt.Render(new Redemption(RedemptionResult.ItemTaken));
        ledger.TryView(matter.Member, out var lastKnown);
        if (!IsOurs(attempt, lastKnown) && Custody.FateOf(lastKnown, claims.Id, claims.ExpiresAt, matter.Venue.Partner.Id, ground.Now) is { } fate)
            return new ProvisionalDraft(null, attempt.Render(OfFate(attempt, fate)), Taken, Used, false);

        var verdict = deciding.Decide(ground, matter, view);
        decided = verdict;
        if (!verdict.IsEligible)
        {
            var reply = attempt.Render(new Redemption(RefusalOf(verdict)) { Decided = verdict });
            return new ProvisionalDraft(null, reply, Taken, Used, verdict.Decision.Principal == Reason.OutageAllowanceUsed)
            {
                IsReferral = RefusalOf(verdict) == RedemptionResult.Referred,
            };
        }

        var note = NoteOf(attempt, verdict);
        return new ProvisionalDraft(note, note.Reply, Taken, Used, false);
    }

    /// <summary>Whether the token was spent by this very attempt, whose answer the ledger lost.</summary>
    private static bool IsOurs(Attempt attempt, MemberRecord record)
    {
        var terms = Granting.TermsOf(attempt.Matter, attempt.Terminal, attempt.Request.Items, null);
        return OutageClaims.GrantedBefore(record, terms, attempt.Claims.Id, attempt.Ground.Now) is not null;
    }

    private OutageNote NoteOf(Attempt attempt, in Decided decided) => new()
    {
        Request = attempt.LedgerRequest,
        Member = attempt.Matter.Member,
        At = attempt.Ground.Now,
        Terms = attempt.TermsOn(decided),
        Actor = Granting.ActorOf(attempt.Terminal),
        Token = attempt.Claims.Id,
        Expires = attempt.Claims.ExpiresAt,
        CountsOnce = Provisional.CountsOnce(attempt.Matter.Perk),
        Reply = attempt.Render(new Redemption(RedemptionResult.Provisional)
        {
            Decided = decided,
            Note = new NoteSight(attempt.Ground.Now, attempt.Request.Items, attempt.Matter.Units),
            Pseudonym = PseudonymOf(attempt),
        }),
    };

    private static RedemptionResult RefusalOf(in Decided decided) =>
        decided.Decision.Outcome == Outcome.ReferToDesk ? RedemptionResult.Referred : RedemptionResult.Refused;

    private Redemption OfFate(Attempt attempt, GrantOutcome fate) => fate.Result switch
    {
        GrantResult.AlreadyRedeemed => new Redemption(RedemptionResult.AlreadyRedeemed)
        {
            Fault = TokenFault.AlreadyRedeemed,
            Grant = SightOf(attempt, fate.Grant),
            RedeemedAt = fate.At,
            Pseudonym = PseudonymOf(attempt),
        },
        GrantResult.AlreadyRevoked => Invalid(TokenFault.Revoked),
        _ => Invalid(TokenFault.Expired),
    };

    private Redemption OfStep(Attempt attempt, GrantOutcome outcome, in Decided decided) => outcome.Result switch
    {
        GrantResult.Granted => new Redemption(RedemptionResult.Redeemed)
        {
            Stated = attempt.Matter.Perk.AsksEachTime ? attempt.Matter.Attributes : [],
            Decided = decided,
            Grant = SightOf(attempt, outcome.Grant),
            Pseudonym = PseudonymOf(attempt),
        },
        GrantResult.ItemTaken => new Redemption(RedemptionResult.ItemTaken),
        _ => OfFate(attempt, outcome),
    };

    private GrantSight? SightOf(Attempt attempt, Grant? grant) =>
        grant is null ? null : GrantSight.Of(seals, attempt.Matter.Member, grant, attempt.Ground.Now);

    private string PseudonymOf(Attempt attempt) => seals.PseudonymOf(attempt.Matter.Member, attempt.Matter.Venue.Partner.Id);

    private sealed record Attempt(
        Ground Ground, Matter Matter, Terminal Terminal, TokenClaims Claims, RedeemRequest Request, LedgerRequest LedgerRequest, Func<Redemption, byte[]> Render)
    {
        public GrantTerms TermsOn(in Decided decided) => Granting.TermsOf(Matter, Terminal, Request.Items, decided.Decision.CreditLimit);
    }
}
