using System.Collections.Immutable;
using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Faults;

namespace EdgeService.Flow;

/// <summary>The terms that a decided matter is granted on.</summary>
public static class Granting
{
    private static readonly EdgeFault Full = new(
        FaultReason.StateConflict, "No more can be granted to this member now. Offer the venue's remedy, or try again when something is back.");

    /// <param name="matter">What was decided.</param>
    /// <param name="terminal">Where.</param>
    /// <param name="items">What is lent.</param>
    /// <param name="creditLimit">The credit line's limit, as decided.</param>
    public static GrantTerms TermsOf(in Matter matter, Terminal terminal, ImmutableArray<string> items, Money? creditLimit) => Core.Grants.TermsOf.Perk(
        matter.Perk,
        terminal,
        new Wanted
        {
            Units = matter.Units,
            Items = items,
            Journey = matter.Journey,
            Amount = matter.Amount,
            CreditLimit = creditLimit,
            DepositReference = matter.Deposit?.Reference,
        });

    public static ImmutableArray<ItemRef> ItemRefsOf(string partnerId, ImmutableArray<string> items) =>
        [.. items.Select(item => new ItemRef(partnerId, item))];

    /// <summary>Ends a call that would make a record grow beyond its bounds, or lend more than was granted. Nothing is kept of it.</summary>
    public static GrantOutcome WithinBounds(GrantOutcome outcome) => outcome.Result switch
    {
        GrantResult.TooManyItems => throw new EdgeFaultException(EdgeFault.Invalid("item_refs", "must not be more than the units granted")),
        GrantResult.TooMuchOpen => throw new EdgeFaultException(Full),
        _ => outcome,
    };

    public static Actor ActorOf(Terminal terminal) => Actor.Terminal(terminal.Venue.Id, terminal.Id);
}
