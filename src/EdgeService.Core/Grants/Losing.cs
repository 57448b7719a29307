using EdgeService.Core.Perks;

namespace EdgeService.Core.Grants;

/// <summary>
/// What is declared lost. The claim is never more than the deposit for what is still missing; a deposit that was paid meets it.
/// </summary>
internal static class Losing
{
    public static GrantOutcome Run(RecordDraft draft, ReportLost command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        if (grant.State != GrantState.Active)
        {
            return new GrantOutcome(GrantResult.WrongState, grant);
        }

        if (EarliestFor(grant, command.Actor) is { } earliest && draft.Now < earliest)
        {
            return new GrantOutcome(GrantResult.TooEarly, grant, earliest);
        }

        if (ObstacleOf(grant, command.Claim) is { } obstacle)
        {
            return new GrantOutcome(obstacle, grant);
        }

        var lost = grant.To(new Transition(GrantState.Lost, draft.Now, command.Actor, command.Reason));
        if (command.Claim is not { MinorUnits: > 0 } claim)
        {
            return new GrantOutcome(GrantResult.ReportedLost, draft.Put(EntryKind.Lost, lost));
        }

        var capped = Math.Min(claim.MinorUnits, grant.LossCap);
        var line = new MoneyLine(MoneyLineKind.LossClaim, "", capped, draft.Now, null, command.Reason);
        return Billing.Add(lost, line, claim.Currency, draft.Now) is { } claimed
            ? new GrantOutcome(GrantResult.ReportedLost, draft.Put(EntryKind.Lost, claimed, capped))
            : new GrantOutcome(GrantResult.TooMuchOpen, grant);
    }

    /// <summary>A partner's terminal must wait; the member knows best, and operators have been asked.</summary>
    private static DateTimeOffset? EarliestFor(Grant grant, Actor actor) =>
        actor.Kind == ActorKind.Terminal ? grant.DueAt + grant.Terms.LostAfter : null;

    private static GrantResult? ObstacleOf(Grant grant, Money? claim) => claim switch
    {
        _ when grant.Terms.Kind is not (PerkKind.Rental or PerkKind.Trial) => GrantResult.WrongKind,
        null or { MinorUnits: 0 } => null,
        { MinorUnits: < 0 or > GrantMoney.MostAmount } => GrantResult.AmountOutOfBounds,
        _ when grant.Terms.Deposit is not { MinorUnits: > 0 } => GrantResult.NoDeposit,
        _ when claim.Value.Currency != Billing.CurrencyOf(grant, claim.Value.Currency) => GrantResult.OtherCurrency,
        _ => null,
    };
}
