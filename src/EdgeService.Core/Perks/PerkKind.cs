namespace EdgeService.Core.Perks;

/// <summary>What sort of thing a perk grants, which says what may happen to a grant of it. Numbers are stored: never reuse one.</summary>
public enum PerkKind
{
    /// <summary>Something lent that comes back: extended, returned whole or in part, or lost.</summary>
    Rental = 1,

    /// <summary>A stay or a treatment: charged and paid in parts, closed by the desk or by itself.</summary>
    Visit = 2,

    /// <summary>A thing on trial: kept and paid for, or returned and free.</summary>
    Trial = 3,

    /// <summary>An amount of a published ladder: held, drawn on, paid back, freed again.</summary>
    CreditLine = 4,
}

/// <summary>How often and how far the due time of a grant may be moved.</summary>
/// <param name="Count">Times in all, 1 to 24.</param>
/// <param name="By">How much later than before each time at most.</param>
public readonly record struct ExtensionRule(int Count, TimeSpan By);
