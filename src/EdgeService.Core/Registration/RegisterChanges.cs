using System.Collections.Immutable;

namespace EdgeService.Core.Registration;

/// <summary>Entries of the register that have changed since somebody last looked.</summary>
/// <param name="Terminals">The entries as they now are; some may be as they were. Certificates that have ended are left out.</param>
/// <param name="Next">Where the next look begins.</param>
public sealed record RegisterChanges(ImmutableArray<RegisteredTerminal> Terminals, long Next);

/// <summary>A terminal called.</summary>
/// <param name="Urn">The terminal.</param>
/// <param name="At">When, roughly.</param>
public readonly record struct TerminalSight(string Urn, DateTimeOffset At);
