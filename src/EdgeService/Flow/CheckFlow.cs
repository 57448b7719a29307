using EdgeService.Identity;

namespace EdgeService.Flow;

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
        deciding.Note(decided, caller);
        return decided;
    }
}
