using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Changes;

/// <summary>What a change makes of a standing. Null stands for a member who is not enrolled.</summary>
public static class ChangeApplying
{
    /// <summary>The standing after the act. Who is not enrolled stays so, whatever happens to him, until he opts in himself.</summary>
    public static Standing? Apply(this ChangeAct act, Standing? before) => act switch
    {
        Enrol enrol => enrol.Standing,
        Leave => null,
        _ => before is { } standing ? After(standing, act) : null,
    };

    /// <summary>Whether the act means anything for a member of that standing; <see cref="Apply"/> leaves it alone otherwise.</summary>
    public static bool Concerns(this ChangeAct act, Standing? before) => before is not null || act is Enrol;

    /// <summary>
    /// Where a card or document leads after the act, null for nobody. False when the act leaves it alone: the member given it is not enrolled, or
    /// it is another's; the one withdrawn does not lead to the member. A withdrawal holds for whoever has left too, lest the card come back with him.
    /// </summary>
    /// <param name="act">What is done.</param>
    /// <param name="member">To whom.</param>
    /// <param name="isEnrolled">Whether that one is enrolled.</param>
    /// <param name="holder">The member it led to; null for nobody.</param>
    /// <param name="holderIsEnrolled">Whether that one is enrolled: who is not holds nothing against others.</param>
    /// <param name="after">The member it leads to now.</param>
    public static bool TryApply(this ChangeAct act, MemberKey member, bool isEnrolled, MemberKey? holder, bool holderIsEnrolled, out MemberKey? after)
    {
        after = act is GiveAlias ? member : null;
        return act switch
        {
            GiveAlias => isEnrolled && (holder == member || !holderIsEnrolled),
            WithdrawAlias => holder == member,
            _ => false,
        };
    }

    /// <summary>The card or document that the act is about; null for other acts.</summary>
    public static AliasTag? AliasOf(this ChangeAct act) => act switch
    {
        GiveAlias given => given.Alias,
        WithdrawAlias withdrawn => withdrawn.Alias,
        _ => null,
    };

    private static Standing After(Standing standing, ChangeAct act) => act switch
    {
        SetScore change => standing with { Score = change.Score },
        SetTier change => standing with { Tier = change.Tier },
        SetCourtListing change => standing with { CourtListed = change.Listed },
        SetPaymentLine change => standing with { PaymentLineOpen = change.Open },
        GiveConsent change => standing.Consents.Contains(change.Contract)
            ? standing
            : standing with { Consents = new ConsentSet([.. standing.Consents.Contracts, change.Contract]) },
        GiveDatedConsent change => standing with { DatedConsents = With(standing.DatedConsents, change.Consent, change.Consent.Equals) },
        WithdrawConsent change => Without(standing, change.Contract),
        PutBan change => standing with { Bans = With(standing.Bans, change.Ban, NameOf(change.Ban).Names) },
        LiftBan change => standing with { Bans = [.. standing.Bans.Where(ban => !change.Ban.Names(ban))] },
        SetDispute change => standing with
        {
            Bans = [.. standing.Bans.Select(ban => change.Ban.Names(ban) ? ban with { Dispute = change.State } : ban)],
        },
        _ => standing,
    };

    private static Standing Without(Standing standing, Contract contract) => standing with
    {
        Consents = standing.Consents.Contains(contract)
            ? new ConsentSet(standing.Consents.Contracts.Where(other => other != contract))
            : standing.Consents,
        DatedConsents = [.. standing.DatedConsents.Where(dated => dated.Contract != contract)],
    };

    /// <summary>The list with the item in place of those it replaces.</summary>
    private static T[] With<T>(IReadOnlyList<T> items, T item, Func<T, bool> isReplaced) => [.. items.Where(other => !isReplaced(other)), item];

    private static BanName NameOf(SectorBan ban) => new(ban.Sector, ban.Scope, ban.From);
}
