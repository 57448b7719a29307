namespace EdgeService.Identity;

/// <summary>Who is calling, proven by certificate. Empty strings stand where a role has no such part.</summary>
/// <param name="Role">What kind of caller.</param>
/// <param name="PartnerId">Partner of a terminal.</param>
/// <param name="VenueId">Venue the terminal stands at.</param>
/// <param name="TerminalId">The terminal within its venue.</param>
/// <param name="Name">Name of a member app, operator or replica.</param>
/// <param name="Urn">The whole identity, as it stands in the certificate.</param>
public sealed record Caller(CallerRole Role, string PartnerId, string VenueId, string TerminalId, string Name, string Urn)
{
    /// <summary>The identity where only callers can stand, as in decision ids: <c>partner:venue:terminal</c>, or <c>member-app:name</c>.</summary>
    public string Short { get; } = Urn[(Role == CallerRole.Terminal ? CallerUrn.TerminalPrefix : CallerUrn.Prefix).Length..];
}

/// <summary>What kind of caller; a set of them says who may call a method.</summary>
[Flags]
public enum CallerRole
{
    None = 0,
    Terminal = 1,
    MemberApp = 2,
    Operator = 4,
    Replica = 8,
    Any = Terminal | MemberApp | Operator | Replica,
}
