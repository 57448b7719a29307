using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using EdgeService.Identity;

namespace EdgeService.Flow;

/// <summary>What a terminal offers, and where it stands.</summary>
/// <param name="Venue">Its venue, with the offers.</param>
/// <param name="Audiences">The codes it answers to: its own, then those of its gate groups.</param>
/// <param name="Basis">What this was read from.</param>
public sealed record Offered(Venue Venue, IReadOnlyList<string> Audiences, Basis Basis);

/// <summary>Says what a terminal offers.</summary>
public sealed class OfferFlow(Grounds grounds)
{
    public Offered Run(Caller caller)
    {
        using var ground = grounds.Take();
        var terminal = Places.TerminalOf(caller, ground.Catalog);
        return new Offered(terminal.Venue, [.. Places.AudiencesOf(terminal, ground.Catalog)], ground.Basis);
    }
}
