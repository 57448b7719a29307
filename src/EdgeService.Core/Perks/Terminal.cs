using EdgeService.Core.Tokens;

namespace EdgeService.Core.Perks;

/// <summary>A terminal at a venue.</summary>
/// <param name="Id"><c>[a-z0-9-]{1,32}</c>, unique within the venue.</param>
/// <param name="Audience">Code that tokens for this terminal carry, <c>[A-Z0-9-]{1,10}</c>, unique in the catalog.</param>
/// <param name="Venue">Where it stands.</param>
public sealed record Terminal(string Id, string Audience, Venue Venue)
{
    /// <summary>What its certificate says: <c>urn:perks:terminal:&lt;partner&gt;:&lt;venue&gt;:&lt;terminal&gt;</c>.</summary>
    public string Urn { get; } = $"urn:perks:terminal:{Venue.QualifiedId}:{Id}";

    /// <summary>The key that it signs return receipts with; null where it signs none.</summary>
    public VerificationKey? ReceiptKey { get; init; }
}

/// <summary>Gates of one venue that accept each other's tokens.</summary>
/// <param name="Audience">Code that tokens for the group carry, of the same set as those of terminals.</param>
/// <param name="Venue">Where the gates stand.</param>
/// <param name="Terminals">The gates.</param>
public sealed record GateGroup(string Audience, Venue Venue, IReadOnlyList<Terminal> Terminals);

/// <summary>Who a token is for: one terminal or a gate group.</summary>
/// <param name="Code">The audience claim.</param>
/// <param name="Venue">Where it is accepted.</param>
/// <param name="Terminals">The terminals that accept it.</param>
public sealed record Audience(string Code, Venue Venue, IReadOnlyList<Terminal> Terminals)
{
    public bool Includes(Terminal terminal) => Terminals.Any(accepted => accepted.Urn == terminal.Urn);
}
