using EdgeService.Core.Perks;
using EdgeService.Core.Registration;
using EdgeService.Identity;

namespace EdgeService.Flow;

/// <summary>A terminal as operators see it: of the catalog, of the register, or of both.</summary>
/// <param name="Name"><c>partner:venue:terminal</c>.</param>
/// <param name="Entry">Its entry in the register; an empty one where it has none.</param>
/// <param name="LastSeen">When it last called, roughly; null when it never did.</param>
/// <param name="InCatalog">The terminal in the catalog; null where that does not have it.</param>
/// <param name="Now">When this is so.</param>
public sealed record TerminalView(string Name, RegisteredTerminal Entry, DateTimeOffset? LastSeen, Terminal? InCatalog, DateTimeOffset Now)
{
    public ShownState State => Entry.State switch
    {
        TerminalState.Suspended => ShownState.Suspended,
        TerminalState.Revoked => ShownState.Revoked,
        _ when !Entry.IsEnrolled => ShownState.Unenrolled,
        _ => LastSeen is null ? ShownState.Enrolled : ShownState.Active,
    };

    public static TerminalView Of(string urn, RegisteredTerminal? entry, DateTimeOffset? lastSeen, PerkCatalog catalog, DateTimeOffset now) =>
        new(urn[CallerUrn.TerminalPrefix.Length..], entry ?? new RegisteredTerminal(urn), lastSeen, catalog.FindTerminal(urn), now);
}

/// <summary>Whether a terminal's calls are answered, in the words of operators.</summary>
public enum ShownState
{
    Unenrolled = 1,
    Enrolled = 2,
    Active = 3,
    Suspended = 4,
    Revoked = 5,
}
