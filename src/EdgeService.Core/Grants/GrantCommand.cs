using System.Collections.Immutable;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>A wish to change a member's record.</summary>
/// <param name="Actor">Who wishes it.</param>
/// <param name="Reason">Why, in a few words, without personal data.</param>
public abstract record GrantCommand(Actor Actor, string Reason);

/// <summary>Turns a verified token into a grant, once.</summary>
public sealed record Redeem(TokenId Token, DateTimeOffset Expires, GrantTerms Terms, Actor Actor, string Reason = "token redeemed")
    : GrantCommand(Actor, Reason);

/// <summary>Grants without a token.</summary>
public sealed record Begin(GrantTerms Terms, Actor Actor, string Reason = "granted at the terminal") : GrantCommand(Actor, Reason);

/// <summary>
/// A wish about a grant that exists. The partner who wishes it sees its own grants only, another's are as if they were not; a null
/// partner sees all, for operators and members.
/// </summary>
public abstract record OnGrant(long Number, string? PartnerId, Actor Actor, string Reason) : GrantCommand(Actor, Reason);

/// <summary>
/// Says that the thing was handed over, at the journal's own time; null means now. Only with its own time may it come after the
/// handover window.
/// </summary>
public sealed record ConfirmHandover(long Number, string? PartnerId, DateTimeOffset? At, Actor Actor, string Reason = "handed over")
    : OnGrant(Number, PartnerId, Actor, Reason);

/// <summary>Takes items back, at the journal's own time; null means now. No items means everything still out.</summary>
public sealed record Return(
    long Number, string? PartnerId, ImmutableArray<string> Items, DateTimeOffset? At, Actor Actor, string Reason = "returned")
    : OnGrant(Number, PartnerId, Actor, Reason);

/// <summary>
/// Calls a grant off before the thing is handed over, or within the handover window where nothing is: it will have cost nothing.
/// </summary>
public sealed record Cancel(long Number, string? PartnerId, Actor Actor, string Reason) : OnGrant(Number, PartnerId, Actor, Reason);

/// <summary>Makes an unredeemed token worthless.</summary>
public sealed record RevokeToken(TokenId Token, DateTimeOffset Expires, Actor Actor, string Reason) : GrantCommand(Actor, Reason);
