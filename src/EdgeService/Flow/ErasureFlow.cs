using System.Collections.Immutable;
using EdgeService.Core.Changes;
using EdgeService.Core.Disputes;
using EdgeService.Core.Grants;
using EdgeService.Core.Snapshots;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;

namespace EdgeService.Flow;

/// <summary>What of a member stays after the member has left.</summary>
/// <param name="OpenGrants">What is out or owed; up to the number of one page.</param>
/// <param name="OpenDisputes">What a person still decides.</param>
/// <param name="LastDeadline">By when the last of those must be decided; null where there is none.</param>
public sealed record Remainder(int OpenGrants, int OpenDisputes, DateTimeOffset? LastDeadline);

/// <summary>
/// A member leaves the programme: not enrolled from the next check on, and at every edge that follows, which forgets who asked. What is out runs to its end;
/// the ledger's retention ends its record.
/// </summary>
public sealed class ErasureFlow(Acting acting, Remembering remembering)
{
    private static readonly ImmutableArray<GrantState> Open =
        [GrantState.Opening, GrantState.Active, GrantState.Reserved, GrantState.InReview, GrantState.LateConflict];

    public async Task<byte[]> RunAsync(Caller caller, MemberAct act, Func<Remainder, Basis, byte[]> render, CancellationToken cancellation)
    {
        var grants = await OpenGrantsAsync(caller, act.Member, cancellation);
        return await acting.RunAsync(caller, act, _ => { }, (present, file) => Verdict(present, file, grants, render), cancellation);
    }

    private static LedgerVerdict Verdict(PresentMember present, MemberFile file, int grants, Func<Remainder, Basis, byte[]> render)
    {
        var open = file.Disputes.Where(dispute => dispute.State == DisputeState.Open).ToList();
        var remainder = new Remainder(grants, open.Count, open.Count == 0 ? null : open.Max(dispute => dispute.Deadline));
        var act = Acting.Kept(present, file.NextNumber, new Leave());
        return LedgerVerdict.Unchanged(render(remainder, present.Basis with { ActsThrough = file.NextNumber })) with { Acts = [act] };
    }

    /// <summary>What is out now; nothing for whoever left before, whose request is a repetition.</summary>
    private async Task<int> OpenGrantsAsync(Caller caller, MemberRef member, CancellationToken cancellation)
    {
        PresentMember present;
        try
        {
            present = acting.Look(caller, member);
        }
        catch (EdgeFaultException)
        {
            return 0;
        }

        var filter = new GrantFilter { Now = present.Now, Member = present.Key, States = Open };
        return (await remembering.ListGrantsAsync(filter, null, LedgerPages.Largest, cancellation)).Grants.Length;
    }
}
