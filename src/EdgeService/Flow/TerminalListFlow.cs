using EdgeService.Catalog;
using EdgeService.Core.Perks;
using EdgeService.Core.Registration;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;

namespace EdgeService.Flow;

/// <summary>Which terminals an operator wants to see; what is empty lets everything through.</summary>
/// <param name="PartnerId">Of this partner.</param>
/// <param name="VenueId">Of this venue of the partner; a venue needs its partner.</param>
/// <param name="States">In one of these states.</param>
public sealed record TerminalSearch(string PartnerId, string VenueId, IReadOnlyCollection<ShownState> States)
{
    internal string Prefix => CallerUrn.TerminalPrefix + (PartnerId.Length == 0 ? "" : PartnerId + ":") + (VenueId.Length == 0 ? "" : VenueId + ":");
}

/// <summary>What operators read of the terminals: those of the catalog and those of the register, as one list.</summary>
public sealed class TerminalListFlow(ITerminalRegister register, Remembering remembering, CurrentCatalog catalog, TimeProvider clock)
{
    private const int HistoryLines = 1000;

    /// <summary>A page of terminals in the order of their names, and where the next begins: empty when there is none.</summary>
    public async Task<(IReadOnlyList<TerminalView> Terminals, string Next)> ListAsync(TerminalSearch search, string pageToken, int most, CancellationToken cancellation)
    {
        if (pageToken.Length > 0 && CallerUrn.ReadTerminal(pageToken) is null)
            throw new EdgeFaultException(Pages.NotOurs);
        var after = pageToken.Length == 0 ? "" : CallerUrn.TerminalPrefix + pageToken;
        var found = new List<TerminalView>();
        while (true)
        {
            var page = await PageAsync(search.Prefix, after, cancellation);
            found.AddRange(page.Terminals.Where(terminal => search.States.Count == 0 || search.States.Contains(terminal.State)));
            if (found.Count > most)
                return (found[..most], found[most - 1].Name);
            if (page.Next is not { } next)
                return (found, "");
            after = next;
        }
    }

    /// <summary>A terminal and what was done to it, the latest first.</summary>
    /// <exception cref="EdgeFaultException">There is none of that name.</exception>
    public async Task<(TerminalView Terminal, IReadOnlyList<RegisterEvent> Events)> GetAsync(Caller terminal, CancellationToken cancellation)
    {
        var sheet = await remembering.AskAsync("read-terminal", () => register.ReadAsync(terminal.Urn, cancellation));
        var view = TerminalView.Of(terminal.Urn, sheet?.Terminal, sheet?.LastSeen, catalog.Catalog, clock.GetUtcNow());
        if (sheet is null && view.InCatalog is null)
            throw new EdgeFaultException(TerminalFlow.Unknown);
        return (view, await remembering.AskAsync("read-terminal-history", () => register.ReadHistoryAsync(terminal.Urn, HistoryLines, cancellation)));
    }

    /// <summary>What is known of the register's next page, and all of the catalog's that stand between its first and its last.</summary>
    private async Task<(IReadOnlyList<TerminalView> Terminals, string? Next)> PageAsync(string prefix, string after, CancellationToken cancellation)
    {
        var (catalogNow, now) = (catalog.Catalog, clock.GetUtcNow());
        var sheets = await remembering.AskAsync("list-terminals", () => register.ListAsync(prefix, after, LedgerPages.Largest, cancellation));
        var last = sheets.Count == LedgerPages.Largest ? sheets[^1].Terminal.Urn : null;
        var known = sheets.ToDictionary(sheet => sheet.Terminal.Urn, StringComparer.Ordinal);
        var names = Named(catalogNow, prefix, after, last).Concat(known.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return ([.. names.Select(urn => TerminalView.Of(urn, known.GetValueOrDefault(urn)?.Terminal, known.GetValueOrDefault(urn)?.LastSeen, catalogNow, now))], last);
    }

    private static IEnumerable<string> Named(PerkCatalog catalog, string prefix, string after, string? last) => catalog.Terminals
        .Select(terminal => terminal.Urn)
        .Where(urn => urn.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(urn, after) > 0 && (last is null || string.CompareOrdinal(urn, last) <= 0));
}
