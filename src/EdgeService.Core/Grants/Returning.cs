using System.Collections.Immutable;
using EdgeService.Core.Perks;

namespace EdgeService.Core.Grants;

/// <summary>
/// Things coming back, whole or in part, also after they were declared lost: then the claim does not stand. What is in review stays there,
/// for when it came back is still to be decided.
/// </summary>
internal static class Returning
{
    public static GrantOutcome Run(RecordDraft draft, Return command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        if (!IsOut(grant))
        {
            return new GrantOutcome(GrantResult.WrongState, grant);
        }

        if (grant.Terms.Kind == PerkKind.CreditLine)
        {
            return new GrantOutcome(GrantResult.WrongKind, grant);
        }

        var missing = grant.MissingItems.ToImmutableArray();
        var back = command.Items.IsDefaultOrEmpty ? missing : [.. command.Items.Distinct()];
        if (back.FirstOrDefault(item => !missing.Contains(item)) is { } stranger)
        {
            return new GrantOutcome(GrantResult.ItemNotOut, grant, Item: stranger);
        }

        if (Reaching.OwnTime(command.At, grant.ActiveAt ?? grant.OpenedAt, draft.Now) is not { } at)
        {
            return new GrantOutcome(GrantResult.TimeOutOfBounds, grant);
        }

        var after = Take(grant, back, new Transition(GrantState.Returned, at, command.Actor, command.Reason));
        return new GrantOutcome(GrantResult.Returned, draft.Put(EntryKind.Returned, after));
    }

    /// <summary>Whether something of it may still come back.</summary>
    public static bool IsOut(Grant grant) => Standing(grant) is GrantState.Active or GrantState.Lost;

    /// <summary>The state it is in, or was in before it was put under review.</summary>
    public static GrantState Standing(Grant grant) => grant.Review?.Before ?? grant.State;

    /// <summary>Takes items back at the transition's time. What is then still missing leaves the state as it was.</summary>
    public static Grant Take(Grant grant, ImmutableArray<string> back, Transition transition)
    {
        var after = grant with { ReturnedItems = grant.ReturnedItems.AddRange(back) };
        if (after.MissingItems.Any())
        {
            return FreeOfClaims(after.Noting(transition with { State = grant.State }), Standing(grant), transition.At);
        }

        after = grant.Review is null ? after.To(transition) : after.Noting(transition with { State = GrantState.InReview }) with
        {
            EndedAt = transition.At,
            Review = grant.Review with { Before = GrantState.Returned },
        };
        return FreeOfClaims(after, Standing(grant), transition.At);
    }

    /// <summary>
    /// What came back is not lost: of a claim stands only what the loss of the rest may cost. A trial that came back whole is free. What was paid
    /// of it is owed back.
    /// </summary>
    public static Grant FreeOfClaims(Grant grant, GrantState before, DateTimeOffset at)
    {
        var money = grant.Money;
        var asked = money.Charged - money.Waived;
        var stands = grant.MissingItems.Any() ? grant.LossCap : 0;
        var claimed = before == GrantState.Lost ? Math.Max(0, Math.Min(asked, money.Claimed) - stands) : 0;
        var freed = grant.Terms.Kind == PerkKind.Trial && !grant.MissingItems.Any() ? asked : claimed;
        return freed == 0 ? grant : grant with
        {
            Money = money with
            {
                Waived = money.Waived + freed,
                Claimed = money.Claimed - Math.Min(money.Claimed, freed),
                Lines = money.Lines.Add(new MoneyLine(MoneyLineKind.Waiver, "", freed, at, null, "came back")),
            },
        };
    }
}
