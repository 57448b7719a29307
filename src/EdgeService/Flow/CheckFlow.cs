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

/// <summary>What came of one of several questions: the decision, or the fault.</summary>
public readonly record struct AnsweredCheck(Decided? Decided, EdgeFault? Fault);

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
    /// basis. A fault of one question is its own.
    /// </summary>
    /// <exception cref="EdgeFaultException">The standings of none of them can be read.</exception>
    public AnsweredCheck[] RunMany(in Ground ground, ReadOnlySpan<AskedCheck> asked)
    {
        var matters = new Matter[asked.Length];
        var members = new MemberKey[asked.Length];
        var answers = new AnsweredCheck[asked.Length];
        for (var i = 0; i < asked.Length; i++)
        {
            answers[i] = new(null, Prepare(ground, asked[i], out matters[i]));
            members[i] = matters[i].Member;
        }

        var standings = new Standing?[asked.Length];
        ground.StandingsOf(members, standings);
        for (var i = 0; i < asked.Length; i++)
        {
            if (answers[i].Fault is null)
                answers[i] = Decide(ground, asked[i], matters[i] with { Standing = standings[i] });
        }

        return answers;
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

    private AnsweredCheck Decide(in Ground ground, in AskedCheck asked, in Matter matter)
    {
        try
        {
            ground.Require(asked.Floor);
            var decided = deciding.Decide(ground, matter);
            deciding.Note(ground, decided, asked.Caller!);
            return new(decided, null);
        }
        catch (EdgeFaultException faulty)
        {
            return new(null, faulty.Fault);
        }
    }
}
