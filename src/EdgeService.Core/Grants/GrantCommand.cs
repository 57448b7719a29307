using System.Collections.Immutable;
using EdgeService.Core.Perks;
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

/// <summary>
/// Reserves a grant for a token that is being issued, where the perk says so. It lapses with the token. The same token again moves the
/// end, since the copy lives longer.
/// </summary>
public sealed record Reserve(TokenId Token, DateTimeOffset Expires, GrantTerms Terms, Actor Actor, string Reason = "token issued")
    : GrantCommand(Actor, Reason);

/// <summary>Ends what is not returned as a thing: a visit, a credit line without debt, a trial that is kept for its price.</summary>
public sealed record Close(long Number, string? PartnerId, Actor Actor, string Reason) : OnGrant(Number, PartnerId, Actor, Reason);

/// <summary>Gives more time; later only.</summary>
/// <param name="Number">The grant.</param>
/// <param name="PartnerId">The partner who gives it.</param>
/// <param name="DueAt">The new due time.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record Extend(long Number, string? PartnerId, DateTimeOffset DueAt, Actor Actor, string Reason) : OnGrant(Number, PartnerId, Actor, Reason);

/// <summary>
/// Declares lost what is out. The claim is the deposit at most; null claims nothing. A terminal may do it only when the perk's time after
/// the due time is over; the member and operators at any time.
/// </summary>
public sealed record ReportLost(long Number, string? PartnerId, Money? Claim, Actor Actor, string Reason) : OnGrant(Number, PartnerId, Actor, Reason);
