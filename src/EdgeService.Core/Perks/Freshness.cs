namespace EdgeService.Core.Perks;

/// <summary>How old the basis of a decision may be.</summary>
/// <param name="FreshFor">A basis of at most this age is fresh; 24 h unless the perk says otherwise.</param>
/// <param name="Budget">A basis of at most this age (counted from its as-of time too) is stale but usable; 7 d unless the perk says otherwise.</param>
public readonly record struct Freshness(TimeSpan FreshFor, TimeSpan Budget)
{
    public static Freshness Default { get; } = new(TimeSpan.FromHours(24), TimeSpan.FromDays(7));
}

/// <summary>What a terminal that is cut off from the edge may accept on its own.</summary>
/// <param name="Acceptances">Tokens it may accept since its last contact.</param>
/// <param name="SinceContact">Time since its last contact within which it may.</param>
public readonly record struct OfflineAllowance(int Acceptances, TimeSpan SinceContact);

/// <summary>How long a token for a perk is valid.</summary>
/// <param name="AtTerminal">Issued at a terminal; 60 s by default.</param>
/// <param name="InApp">Issued in the member's app; 15 min by default.</param>
/// <param name="Offline">For acceptance by a cut-off gate; 1 h by default.</param>
/// <param name="AtGuardedGate">For a gate whose status list is fresh; at most 1 d, 1 h by default.</param>
public readonly record struct TokenLifetimes(TimeSpan AtTerminal, TimeSpan InApp, TimeSpan Offline, TimeSpan AtGuardedGate)
{
    public static TokenLifetimes Default { get; } =
        new(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(1));
}
