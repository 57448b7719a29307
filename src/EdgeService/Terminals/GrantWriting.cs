using EdgeService.Core.Grants;
using EdgeService.Flow;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>A grant as its own partner may see it, on the wire.</summary>
public static class GrantWriting
{
    public static Wire.Grant Write(GrantSight sight)
    {
        var grant = sight.Grant;
        var message = new Wire.Grant
        {
            GrantId = sight.Id,
            PerkId = grant.Terms.PerkId,
            Custody = Write(grant.State),
            UnitCount = grant.Terms.Units,
            VenueId = grant.Terms.VenueId,
            TerminalId = grant.Terms.TerminalId,
            CreateTime = grant.OpenedAt.ToTimestamp(),
            DueTime = grant.DueAt?.ToTimestamp(),
            Overdue = grant.IsOverdueAt(sight.At),
            LapseTime = grant.LapseAt?.ToTimestamp(),
        };
        message.ItemRefs.Add(grant.OpenItems);
        message.Transitions.Add(grant.Transitions.Select(Write));
        return message;
    }

    private static Wire.Transition Write(Transition transition) => new()
    {
        Custody = Write(transition.State),
        Time = transition.At.ToTimestamp(),
        Actor = transition.Actor.Kind switch
        {
            ActorKind.Terminal => transition.Actor.Name,
            ActorKind.Member => "member",
            ActorKind.Operator => "operator",
            _ => "clock",
        },
        Reason = transition.Reason,
    };

    private static Wire.Custody Write(GrantState state) => state switch
    {
        GrantState.Opening => Wire.Custody.Opening,
        GrantState.Active => Wire.Custody.Active,
        GrantState.Returned => Wire.Custody.Returned,
        GrantState.Cancelled => Wire.Custody.Cancelled,
        GrantState.Lost => Wire.Custody.Lost,
        _ => Wire.Custody.Lapsed,
    };
}
