using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>
/// Takes back the item that a verified receipt of the partner's dock names, at the receipt's own time if that is believable: the scene must
/// hold the receipt's neighbours; the digest is the verdict's. Also after the grant was declared lost, was returned later, or is in review.
/// </summary>
public sealed record ReturnByReceipt(long Number, string? PartnerId, DockReceipt Receipt, UInt128 Digest, Actor Actor, string Reason = "returned to the dock")
    : OnGrant(Number, PartnerId, Actor, Reason);

/// <summary>Contests what was recorded of a grant: billing stands still until a person has decided.</summary>
public sealed record Dispute(long Number, string? PartnerId, Actor Actor, string Reason) : OnGrant(Number, PartnerId, Actor, Reason);

/// <summary>Decides a review: the thing came back at <paramref name="ReturnedAt"/>, or nothing comes of it and the grant goes on as it was.</summary>
public sealed record DecideReview(long Number, string? PartnerId, DateTimeOffset? ReturnedAt, Actor Actor, string Reason)
    : OnGrant(Number, PartnerId, Actor, Reason);

/// <summary>
/// Records what a terminal or an edge did while it was cut off from the ledger: it accepted a token, or lent without one. A claim that comes
/// second is kept with both sides. The same claim again is <see cref="GrantResult.Repeated"/>.
/// </summary>
/// <param name="At">When, by the clock of whoever was cut off.</param>
/// <param name="Token">The verified token; null when it lent without one.</param>
/// <param name="Expires">The token's expiry; meaningless without one.</param>
/// <param name="Terms">What was granted.</param>
/// <param name="WithinLimits">Whether the member would be given it on the same scene: what is decided says so, not who was cut off.</param>
/// <param name="HandedOver">Whether the thing is surely out; otherwise it waits for a confirmed handover as any other, from its own time.</param>
/// <param name="Actor">Who was cut off.</param>
/// <param name="Reason">Why.</param>
public sealed record ClaimOffline(
    DateTimeOffset At, TokenId? Token, DateTimeOffset Expires, GrantTerms Terms, bool WithinLimits, bool HandedOver, Actor Actor, string Reason = "accepted while cut off")
    : GrantCommand(Actor, Reason);

/// <summary>Decides a conflict: the claim stands beside what came first, or it costs nothing and stays with who accepted it.</summary>
public sealed record ResolveConflict(long Number, string? PartnerId, bool Stands, Actor Actor, string Reason) : OnGrant(Number, PartnerId, Actor, Reason);
