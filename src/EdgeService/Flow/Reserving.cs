using EdgeService.Core.Eligibility;
using EdgeService.Core.Grants;
using EdgeService.Faults;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>Issues tokens that count toward limits from the moment they are signed: the reservation lapses with the token.</summary>
public sealed class Reserving(Deciding deciding, Remembering remembering, Seals seals)
{
    private const string Method = "IssueToken";

    /// <summary>
    /// 1. in the ledger's transaction: decide on the record itself, sign, reserve; 2. out of reach: what the perk's class says of that. The reply
    /// is kept, so that a repetition, at any edge, gets the same token.
    /// </summary>
    /// <param name="wish">What is asked for.</param>
    /// <param name="issue">Signs, if the decision is yes.</param>
    /// <param name="render">The reply as it is kept.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IssuedReply> RunAsync(TokenWish wish, Func<Decided, Issued> issue, Func<Issued, byte[]> render, CancellationToken cancellation)
    {
        Issued? fresh = null;
        try
        {
            var call = new LedgerCall
            {
                Member = wish.Matter.Member,
                Request = new LedgerRequest(wish.Caller.Urn, Method, wish.RequestId, seals.DigestOf(Method, wish.Body)),
                Now = wish.Ground.Now,
                Decide = scene => Reserve(wish, scene, issue, render, out fresh),
            };
            var kept = await remembering.AppendAsync(call, cancellation);
            return new IssuedReply(fresh, kept);
        }
        catch (EdgeFaultException fault) when (fault.Fault.Reason == FaultReason.LedgerUnavailable)
        {
            var decided = deciding.DecideWithoutLedger(wish.Ground, wish.Matter);
            if (decided.IsEligible)
                throw;
            return new IssuedReply(new Issued(decided, null), null);
        }
    }

    private LedgerVerdict Reserve(TokenWish wish, LedgerScene scene, Func<Decided, Issued> issue, Func<Issued, byte[]> render, out Issued fresh)
    {
        var (matter, now) = (wish.Matter, wish.Ground.Now);
        fresh = issue(deciding.Decide(wish.Ground, matter, LedgerView.Of(matter.UsageIn(scene.Record, now, wish.Id))));
        if (fresh.Token is null)
            return LedgerVerdict.Unchanged(render(fresh));
        var terms = Granting.TermsOf(matter, wish.Gate.Terminals[0], [], fresh.Decided.Decision.CreditLimit);
        var actor = Party.Of(wish.Caller, wish.Ground.Catalog).Actor;
        var step = Custody.Apply(scene, new Reserve(wish.Id, wish.Expires, terms, actor), now);
        Granting.WithinBounds(step.Outcome);
        return LedgerVerdict.Of(step, render(fresh));
    }
}
