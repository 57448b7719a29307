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
public sealed record Begun(Decided Decided, GrantSight? Grant, bool IsItemTaken, string Pseudonym);

/// <summary>Checks and grants in one call, without a token.</summary>
public sealed class BeginFlow(Grounds grounds, Deciding deciding, Presence presence, Remembering remembering, Seals seals)
{
    private const string Method = "BeginGrant";

    /// <summary>1. gather, 2. in the ledger's transaction: decide on the record itself and grant, 3. note.</summary>
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
        catch (EdgeFaultException) when (presence.TryNameOf(question.Member, ground, out member))
        {
            // The code may have expired or the catalog changed since this very request was answered: then its answer stands.
            if (await remembering.RecallAsync(RequestOf(caller, requestId, member, question), cancellation) is { } first)
                return first;
            throw;
        }

        var stand = ground;
        var terminal = Places.TerminalOf(caller, ground.Catalog);
        Decided? decided = null;
        var reply = await remembering.AppendAsync(
            new LedgerCall
            {
                Member = matter.Member,
                Request = RequestOf(caller, requestId, matter.Member, question),
                Now = ground.Now,
                Items = Granting.ItemRefsOf(caller.PartnerId, question.Items),
                Decide = scene => Begin(stand, matter, terminal, question, scene, render, out decided),
            },
            cancellation);
        if (decided is { } fresh)
            deciding.Note(fresh, caller);
        return reply;
    }

    private LedgerRequest RequestOf(Caller caller, Guid requestId, MemberKey member, in PerkQuestion question)
    {
        var body = new RequestBody().Add(member).Add(question.PerkId).Add(question.Units).Add(question.Amount)
            .Add(question.Items).Add(question.Attributes).ToArray();
        return new LedgerRequest(caller.Urn, Method, requestId, seals.DigestOf(Method, body));
    }

    private LedgerVerdict Begin(
        in Ground ground, in Matter matter, Terminal terminal, in PerkQuestion question, LedgerScene scene, Func<Begun, byte[]> render, out Decided? noted)
    {
        var decided = deciding.Decide(ground, matter, LedgerView.Of(matter.UsageIn(scene.Record, ground.Now)));
        noted = decided;
        if (!decided.IsEligible)
            return LedgerVerdict.Unchanged(render(new Begun(decided, null, false, "")));

        var step = Custody.Apply(scene, new Begin(Granting.TermsOf(matter, terminal, question.Items), Granting.ActorOf(terminal)), ground.Now);
        var granted = Granting.WithinBounds(step.Outcome).Result == GrantResult.Granted;
        var begun = new Begun(
            decided,
            granted ? GrantSight.Of(seals, matter.Member, step.Outcome.Grant!, ground.Now) : null,
            !granted,
            granted ? seals.PseudonymOf(matter.Member, terminal.Venue.Partner.Id) : "");
        return LedgerVerdict.Of(step, render(begun));
    }
}
