using EdgeService.Core.Grants;

namespace EdgeService.Ledger;

/// <summary>Grants that are open at one moment, counted in the records that checks have in memory.</summary>
/// <param name="ByPerk">By the perk's id; perks without an open grant are missing.</param>
/// <param name="Counted">How many members' records were counted: all, or an arbitrary part of them where there are more than were to be.</param>
/// <param name="Records">How many records there are.</param>
public sealed record OpenCount(IReadOnlyDictionary<string, OpenGrants> ByPerk, int Counted, int Records);

/// <summary>Open grants of one perk.</summary>
/// <param name="Opening">Granted or reserved, not yet handed over.</param>
/// <param name="Active">With members, overdue ones included.</param>
/// <param name="Overdue">Of the active: out after the due time.</param>
/// <param name="InReview">A person is to decide whether the thing is back.</param>
public readonly record struct OpenGrants(long Opening, long Active, long Overdue, long InReview)
{
    /// <summary>The same with one more grant, as it is at a moment; itself where that is not open then.</summary>
    public OpenGrants With(Grant grant, DateTimeOffset now) => grant.StateAt(now) switch
    {
        GrantState.Opening or GrantState.Reserved => this with { Opening = Opening + 1 },
        GrantState.Active => this with { Active = Active + 1, Overdue = Overdue + (grant.IsOverdueAt(now) ? 1 : 0) },
        GrantState.InReview when grant.IsOpen => this with { InReview = InReview + 1 },
        _ => this,
    };
}

/// <summary>What waits for the ledger at this edge.</summary>
/// <param name="Waiting">Calls that wait, lane by lane: each lane is one writer.</param>
/// <param name="Room">How many may wait in one lane.</param>
public sealed record LedgerLoad(IReadOnlyList<int> Waiting, int Room);
