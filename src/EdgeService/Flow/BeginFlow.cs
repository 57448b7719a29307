using EdgeService.Core.Eligibility;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>What became of beginning a grant.</summary>
/// <param name="Decided">The decision it rests on.</param>
/// <param name="Grant">The grant; null unless granted.</param>
/// <param name="IsItemTaken">Whether an item is still out under another grant.</param>
/// <param name="Pseudonym">The partner's stable name for the member; empty unless granted.</param>
public sealed record Begun(Decided Decided, GrantSight? Grant, bool IsItemTaken, string Pseudonym)
{
    /// <summary>What was noted while the ledger was out of reach; null unless it was.</summary>
    public NoteSight? Note { get; init; }
}

/// <summary>Checks and grants in one call, without a token.</summary>
public sealed class BeginFlow(Grounds grounds, Deciding deciding, Presence presence, Provisional provisional, Seals seals)
{
    internal const string Method = "BeginGrant";

    /// <summary>1. gather, 2. in the ledger's transaction: decide on the record itself and grant; without the ledger: decide and note, 3. note the decision.</summary>
    public async Task<byte[]> RunAsync(
        Caller caller, Guid requestId, PerkQuestion question, Func<Begun, byte[]> render, CancellationToken cancellation)
    {
        using var ground = grounds.Take();
        Matter matter;
        var member = default(MemberKey);
        try
        {
            matter = deciding.Gather(ground, caller, question);
        }
        catch (EdgeFaultException) when (presence.TryNameOf(question.Member, caller, ground, out member))
        {
            // The code may have expired or the catalog changed since this very request was answered: then its answer stands.
            if (await provisional.RecallAsync(RequestOf(caller, requestId, member, question), cancellation) is { } first)
                return first;
            throw;
        }

        var request = RequestOf(caller, requestId, matter.Member, question);
        var attempt = new Attempt(ground, matter, Places.TerminalOf(caller, ground.Catalog), question, request, render);
        Decided? decided = null;
        var call = new LedgerCall
        {
            Member = matter.Member,
            Request = request,
            Now = ground.Now,
            Items = Granting.ItemRefsOf(caller.PartnerId, question.Items),
            Decide = scene => Begin(attempt, scene, out decided),
        };
        var reply = await provisional.AppendAsync(new ProvisionalCall(call, view => Note(attempt, view, out decided)), cancellation);
        if (decided is { } fresh)
            deciding.Note(ground, fresh, caller);
        return reply;
    }

    private LedgerRequest RequestOf(Caller caller, Guid requestId, MemberKey member, in PerkQuestion question)
    {
        var body = new RequestBody().Add(seals.NamedBy(member)).Add(question.PerkId).Add(question.Units).Add(question.Amount)
            .Add(question.Items).Add(question.Attributes);
        if (question.Deposit is { } deposit)
            body.Add(deposit.Amount).Add(deposit.Reference);
        return new LedgerRequest(caller.Urn, Method, requestId, seals.DigestOf(Method, body.ToArray()));
    }

    private LedgerVerdict Begin(Attempt attempt, LedgerScene scene, out Decided? noted)
    {
        var (ground, matter) = (attempt.Ground, attempt.Matter);
        var decided = deciding.Decide(ground, matter, LedgerView.Of(matter.UsageIn(scene.Record, ground.Now)));
        noted = decided;
        if (!decided.IsEligible)
            return LedgerVerdict.Unchanged(attempt.Render(new Begun(decided, null, false, "")));

        var step = Custody.Apply(scene, new Begin(attempt.TermsOn(decided), Granting.ActorOf(attempt.Terminal)), ground.Now);
        var granted = Granting.WithinBounds(step.Outcome).Result == GrantResult.Granted;
        var begun = new Begun(
            decided,
            granted ? GrantSight.Of(seals, matter.Member, step.Outcome.Grant!, ground.Now) : null,
            !granted,
            granted ? PseudonymOf(attempt) : "");
        return LedgerVerdict.Of(step, attempt.Render(begun));
    }

    /// <summary>The answer without the ledger: limits are unknown, and what is granted is noted.</summary>
    private ProvisionalDraft Note(Attempt attempt, LedgerView view, out Decided? noted)
    {
        var (ground, matter) = (attempt.Ground, attempt.Matter);
        var decided = deciding.Decide(ground, matter, view);
        noted = decided;
        byte[] Taken() => attempt.Render(new Begun(decided, null, true, ""));
        if (!decided.IsEligible)
        {
            return new ProvisionalDraft(null, attempt.Render(new Begun(decided, null, false, "")), Taken, Taken, decided.Decision.Principal == Reason.OutageAllowanceUsed)
            {
                IsReferral = decided.Decision.Outcome == Outcome.ReferToDesk,
            };
        }


        var sight = new NoteSight(ground.Now, attempt.Question.Items, matter.Units);
        var reply = attempt.Render(new Begun(decided, null, false, PseudonymOf(attempt)) { Note = sight });
        var note = new OutageNote
        {
            Request = attempt.Request,
            Member = matter.Member,
            At = ground.Now,
            Terms = attempt.TermsOn(decided),
            Actor = Granting.ActorOf(attempt.Terminal),
            CountsOnce = Provisional.CountsOnce(matter.Perk),
            Reply = reply,
        };
        return new ProvisionalDraft(note, reply, Taken, Taken, false);
    }

    private string PseudonymOf(Attempt attempt) => seals.PseudonymOf(attempt.Matter.Member, attempt.Terminal.Venue.Partner.Id);

    private sealed record Attempt(Ground Ground, Matter Matter, Terminal Terminal, PerkQuestion Question, LedgerRequest Request, Func<Begun, byte[]> Render)
    {
        public GrantTerms TermsOn(in Decided decided) => Granting.TermsOf(Matter, Terminal, Question.Items, decided.Decision.CreditLimit);
    }
}
