using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Changes;

/// <summary>What counts where a member's act and a change speak of the same matter.</summary>
public static class ActPrecedence
{
    /// <summary>Whether two acts are about the same: the later one then takes the place of the earlier.</summary>
    public static bool IsOfSameMatter(ChangeAct one, ChangeAct other) => (one, other) switch
    {
        (SetDispute first, SetDispute second) => first.Ban == second.Ban,
        (LiftBan first, LiftBan second) => first.Ban == second.Ban,
        (SetCourtListing, SetCourtListing) or (Leave, Leave) => true,
        _ => ContractOf(one) is { } contract && ContractOf(other) == contract,
    };

    /// <summary>Whether a change settles an act: it came later, was decided no earlier, and speaks of the same matter or of everything.</summary>
    /// <param name="change">The change.</param>
    /// <param name="arrived">The act.</param>
    /// <param name="enrolled">Whether the member was enrolled before the change: one who opts in anew begins anew.</param>
    public static bool IsSettledBy(this ActArrived arrived, StandingChange change, bool enrolled)
    {
        if (change.Revision <= arrived.After || change.At < arrived.Act.At)
            return false;
        return change.Act switch
        {
            Enrol => !enrolled,
            Leave => true,
            var act => IsOfSameMatter(act, arrived.Act.Act) || LiftsWhat(act, arrived.Act.Act),
        };
    }

    /// <summary>A lifted ban leaves nothing to object to.</summary>
    private static bool LiftsWhat(ChangeAct change, ChangeAct act) => (change, act) is (LiftBan lift, SetDispute dispute) && lift.Ban == dispute.Ban;

    private static Contract? ContractOf(ChangeAct act) => act switch
    {
        GiveConsent given => given.Contract,
        GiveDatedConsent given => given.Consent.Contract,
        WithdrawConsent withdrawn => withdrawn.Contract,
        _ => null,
    };
}
