using System.Collections.Immutable;

namespace EdgeService.Core.Tokens;

/// <summary>Who verifies a token.</summary>
/// <param name="Venue">The gate's venue as <c>partner:venue</c>.</param>
/// <param name="Audiences">The codes it answers to: its own and those of its gate groups.</param>
public sealed record TokenGate(string Venue, ImmutableArray<AudienceCode> Audiences);
