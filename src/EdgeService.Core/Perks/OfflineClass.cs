namespace EdgeService.Core.Perks;

/// <summary>How a perk behaves when the basis is old or something is out of reach. The number is the token's <c>class</c> claim.</summary>
public enum OfflineClass
{
    /// <summary>Decided on any basis; a cut-off terminal may lend and journal.</summary>
    Always = 0,

    /// <summary>Decided on a stale basis within the perk's budget.</summary>
    WhenStale = 1,

    /// <summary>Decided on a fresh basis only.</summary>
    FreshOnly = 2,
}
