using EdgeService.Core.Eligibility;
using EdgeService.Flow;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>What became of beginning a grant, on the wire.</summary>
public static class BegunWriting
{
    public static Wire.BeginGrantResponse Write(Begun begun) => new()
    {
        Outcome = begun switch
        {
            { Grant: not null } => Wire.GrantOutcome.Granted,
            { Note: not null } => Wire.GrantOutcome.Provisional,
            { IsItemTaken: true } => Wire.GrantOutcome.ItemTaken,
            { Decided.Decision.Outcome: Outcome.ReferToDesk } => Wire.GrantOutcome.Referred,
            _ => Wire.GrantOutcome.Refused,
        },
        Decision = DecisionWriting.Write(begun.Decided),
        Grant = begun.Grant is { } grant ? GrantWriting.Write(grant) : null,
        MemberPseudonym = begun.Pseudonym,
        Provisional = begun.Note is { } note ? GrantWriting.Write(note) : null,
    };
}
