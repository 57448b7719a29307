using System.Globalization;
using EdgeService.Core.Disputes;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>A dispute with the id it is known by.</summary>
/// <param name="Id">The sealed id.</param>
/// <param name="Dispute">The dispute.</param>
/// <param name="At">The moment it is seen at.</param>
public sealed record DisputeSight(string Id, MemberDispute Dispute, DateTimeOffset At)
{
    /// <summary>The operators' name for the member; empty where it is not told.</summary>
    public string Pseudonym { get; init; } = "";
}

/// <summary>What a member wants to contest, well formed: one of the three.</summary>
/// <param name="DecisionId">A decision; empty for none.</param>
/// <param name="Listing">A listing; null for none.</param>
/// <param name="Statement">What is wrong, in the member's words.</param>
/// <param name="Language">Language that the member is answered in.</param>
public sealed record Contesting(ReadOnlyMemory<byte> DecisionId, DisputeSubject? Listing, string Statement, string Language);

/// <summary>What members contest: each opens a case for a person, with a clock, and only its member sees it.</summary>
public sealed class ContestFlow(Acting acting, Grounds grounds, Presence presence, Remembering remembering, Seals seals, DisputeOptions options)
{
    private static readonly EdgeFault ListingUnknown = new(FaultReason.ListingUnknown, "No such listing of this member. GetStanding names those there are.");

    internal static readonly EdgeFault Unknown = new(FaultReason.DisputeUnknown, "No such dispute. Check the id, and whose app code was sent.");

    public Task<byte[]> OpenAsync(Caller caller, MemberAct act, Contesting contesting, Func<DisputeSight, Basis, byte[]> render, CancellationToken cancellation) =>
        acting.RunAsync(
            caller,
            act,
            present => SubjectOf(present, contesting),
            (present, file) => Verdict(present, file, contesting, render),
            cancellation);

    public async Task<(IReadOnlyList<DisputeSight> Disputes, string NextPage)> ListAsync(
        Caller caller, MemberRef member, bool openOnly, string pageToken, int most, CancellationToken cancellation)
    {
        var (key, now) = Present(caller, member);
        var page = await remembering.ListDisputesAsync(new DisputeFilter { Member = key, OpenOnly = openOnly }, DisputePages.CursorOf(pageToken), most, cancellation);
        return ([.. page.Disputes.Select(listed => SightOf(key, listed.Dispute, now))], DisputePages.TokenOf(page.Next));
    }

    public async Task<DisputeSight> GetAsync(Caller caller, MemberRef member, string disputeId, CancellationToken cancellation)
    {
        var (key, now) = Present(caller, member);
        if (!seals.TryOpenDispute(disputeId, out var owner, out var number) || owner != key)
            throw new EdgeFaultException(Unknown);
        return SightOf(key, await remembering.FindDisputeAsync(key, number, cancellation) ?? throw new EdgeFaultException(Unknown), now);
    }

    private LedgerVerdict Verdict(PresentMember present, MemberFile file, Contesting contesting, Func<DisputeSight, Basis, byte[]> render)
    {
        var step = Disputing.Open(
            file, present.Tag, SubjectOf(present, contesting), contesting.Statement, contesting.Language, present.Now, options.TimeToDecide);
        if (step.Result != DisputeResult.Done)
            throw new EdgeFaultException(FaultOf(step));
        var acts = step.Acts.Select((act, place) => Acting.Kept(present, file.NextNumber + place, act)).ToArray();
        var basis = acts.Length > 0 ? present.Basis with { ActsThrough = acts[^1].Act.Revision } : present.Basis;
        return LedgerVerdict.Unchanged(render(SightOf(present.Key, step.Dispute!, present.Now), basis)) with { Acts = [.. acts], Dispute = step.Dispute };
    }

    /// <exception cref="EdgeFaultException">There is no such thing of this member.</exception>
    private DisputeSubject SubjectOf(PresentMember present, Contesting contesting)
    {
        if (contesting.DecisionId.Length > 0)
        {
            return seals.TryOpenDecision(contesting.DecisionId.Span, out var decision) && decision.Member == present.Key
                ? DisputeSubject.OfDecision(contesting.DecisionId, decision.Terminal.Split(':') is [var partner, _, _] ? partner : "")
                : throw new EdgeFaultException(ExplainFlow.Unknown);
        }

        var subject = contesting.Listing ?? DisputeSubject.OfStanding;
        var known = subject.Kind switch
        {
            DisputeKind.CourtListing => present.Standing.CourtListed,
            DisputeKind.Ban => present.Standing.Bans.Any(ban => subject.Ban!.Value.Names(ban)),
            _ => true,
        };
        return known ? subject : throw new EdgeFaultException(ListingUnknown);
    }

    private DisputeSight SightOf(MemberKey member, MemberDispute dispute, DateTimeOffset now) => new(seals.SealDispute(member, dispute.Number), dispute, now);

    /// <summary>Who has left the programme still sees what a person decides.</summary>
    private (MemberKey Key, DateTimeOffset Now) Present(Caller caller, in MemberRef member)
    {
        using var ground = grounds.Take();
        return (presence.Resolve(member, caller, null, ground), ground.Now);
    }

    private static EdgeFault FaultOf(DisputeStep step) => step.Result switch
    {
        DisputeResult.TooMany => new(FaultReason.TooManyDisputes, $"{Disputing.MostOpen} disputes of this member are open; a person decides those first."),
        DisputeResult.RejectedLately => new(
            FaultReason.DisputeDecided,
            string.Create(CultureInfo.InvariantCulture, $"A person has decided about the same. ListDisputes shows how. It may be contested again from {Disputing.RestOf(step.Dispute!).UtcDateTime:yyyy-MM-dd HH:mm 'UTC'} on.")),
        _ => new(FaultReason.DisputeOpen, "The same is contested already, and a person has not yet decided. ListDisputes shows it."),
    };
}
