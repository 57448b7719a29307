using System.Buffers;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Faults;
using EdgeService.Identity;

namespace EdgeService.Flow;

/// <summary>One of several questions that are asked together.</summary>
/// <param name="Caller">Who asks; null where there is a fault.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Floor">The oldest basis accepted, beside that of the ground.</param>
/// <param name="Fault">Why the question could not be read; null when it was.</param>
public readonly record struct AskedCheck(Caller? Caller, PerkQuestion Question, BasisFloor Floor, EdgeFault? Fault);

/// <summary>Makes a reply of the decision on one of several questions.</summary>
public delegate TReply DecidedReply<out TReply>(in Decided decided);

/// <summary>May this member have this perk, here, now? Nothing is written but the decision log.</summary>
public sealed class CheckFlow(Grounds grounds, Deciding deciding)
{
    /// <summary>The ground that one call's questions share.</summary>
    public Ground Stand(in BasisFloor floor) => grounds.Take(floor);

    /// <summary>
    /// Answers one question: 1. place and perk, 2. presence, 3. standing, 4. decision on the edge's view of the limits, 5. sealed and noted.
    /// </summary>
    public Decided Run(in Ground ground, Caller caller, in PerkQuestion question)
    {
        var matter = deciding.Gather(ground, caller, question);
        var decided = deciding.Decide(ground, matter);
        deciding.Note(ground, decided, caller);
        return decided;
    }

    /// <summary>
    /// Answers several questions in the same steps, but takes step 3 for all of them together, and before the first decision: so all have one
    /// basis. A fault of one question is its own. Each decision becomes a reply at once, so that no more than one is held.
    /// </summary>
    /// <exception cref="EdgeFaultException">The standings of none of them can be read.</exception>
    public TReply[] RunMany<TReply>(in Ground ground, ReadOnlySpan<AskedCheck> asked, DecidedReply<TReply> reply, Func<EdgeFault, TReply> refuse)
    {
        var rented = ArrayPool<Matter>.Shared.Rent(asked.Length);
        try
        {
            return RunMany(ground, asked, rented.AsSpan(0, asked.Length), reply, refuse);
        }
        finally
        {
            // Cleared, so that nothing of a member stays behind.
            ArrayPool<Matter>.Shared.Return(rented, clearArray: true);
        }
    }

    private TReply[] RunMany<TReply>(
        in Ground ground, ReadOnlySpan<AskedCheck> asked, Span<Matter> matters, DecidedReply<TReply> reply, Func<EdgeFault, TReply> refuse)
    {
        var members = new MemberKey[asked.Length];
        var faults = new EdgeFault?[asked.Length];
        for (var i = 0; i < asked.Length; i++)
        {
            faults[i] = Prepare(ground, asked[i], out matters[i]);
            members[i] = matters[i].Member;
        }

        var standings = new Standing?[asked.Length];
        ground.StandingsOf(members, standings);
        var replies = new TReply[asked.Length];
        for (var i = 0; i < asked.Length; i++)
        {
            replies[i] = faults[i] is { } fault
                ? refuse(fault)
                : Decide(ground, asked[i], matters[i] with { Standing = standings[i] }, reply, refuse);
        }

        return replies;
    }

    private EdgeFault? Prepare(in Ground ground, in AskedCheck asked, out Matter matter)
    {
        matter = default;
        if (asked.Fault is not null)
            return asked.Fault;
        try
        {
            matter = deciding.Prepare(ground, asked.Caller!, asked.Question);
            return null;
        }
        catch (EdgeFaultException faulty)
        {
            return faulty.Fault;
        }
    }

    private TReply Decide<TReply>(in Ground ground, in AskedCheck asked, in Matter matter, DecidedReply<TReply> reply, Func<EdgeFault, TReply> refuse)
    {
        try
        {
            ground.Require(asked.Floor);
            var decided = deciding.Decide(ground, matter);
            deciding.Note(ground, decided, asked.Caller!);
            return reply(decided);
        }
        catch (EdgeFaultException faulty)
        {
            return refuse(faulty.Fault);
        }
    }
}
