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
            Kind = (Wire.GrantKind)grant.Terms.Kind,
            StartTime = grant.ActiveAt?.ToTimestamp(),
            EndTime = grant.EndedAt?.ToTimestamp(),
            Money = GrantMoneyWriting.Write(grant),
            Deposit = GrantMoneyWriting.WriteDeposit(grant.Terms),
            RecordEffect = (Wire.RecordEffect)grant.EffectAt(sight.At),
            Pause = grant.Review is { } review ? Write(review) : null,
            AcceptedOffline = grant.ClaimedOffline,
        };
        message.ItemRefs.Add(grant.OpenItems);
        message.LentItemRefs.Add(grant.Terms.Items);
        message.Transitions.Add(grant.Transitions.Select(transition => Write(transition, GrantMoneyWriting.CurrencyOf(grant))));
        return message;
    }

    public static Wire.ProvisionalNote Write(NoteSight note) => new()
    {
        NoteTime = note.At.ToTimestamp(),
        ItemRefs = { note.Items },
        UnitCount = note.Units,
    };

    public static Wire.Custody Write(GrantState state) => state switch
    {
        GrantState.Opening => Wire.Custody.Opening,
        GrantState.Active => Wire.Custody.Active,
        GrantState.Returned => Wire.Custody.Returned,
        GrantState.Cancelled => Wire.Custody.Cancelled,
        GrantState.Lost => Wire.Custody.Lost,
        GrantState.Reserved => Wire.Custody.Reserved,
        GrantState.InReview => Wire.Custody.InReview,
        GrantState.Kept => Wire.Custody.Kept,
        GrantState.LateConflict => Wire.Custody.LateConflict,
        _ => Wire.Custody.Lapsed,
    };

    public static string Write(Actor actor) => actor.Kind switch
    {
        ActorKind.Terminal => actor.Name,
        ActorKind.Member => "member",
        ActorKind.Operator => "operator",
        _ => "clock",
    };

    /// <param name="transition">What happened.</param>
    /// <param name="currency">What its amount is in.</param>
    public static Wire.Transition Write(Transition transition, string currency) => new()
    {
        Custody = Write(transition.State),
        Time = transition.At.ToTimestamp(),
        Actor = Write(transition.Actor),
        Reason = transition.Reason,
        Kind = transition.Kind is { } kind ? EntryNames.Of(kind) : "",
        Amount = transition.Amount == 0 ? null : GrantMoneyWriting.Amount(transition.Amount, currency),
    };

    private static Wire.Pause Write(Review review) => new()
    {
        Time = review.OpenedAt.ToTimestamp(),
        Reason = review.Doubt switch
        {
            Doubt.BeforeGrant => "the receipt's time lies before the grant",
            Doubt.InFuture => "the receipt's time lies in the future",
            Doubt.NumberUsedTwice => "the dock signed another receipt of the same number",
            Doubt.TimesOutOfOrder => "the dock's times do not rise with its numbers",
            _ => "it is contested",
        },
    };
}
