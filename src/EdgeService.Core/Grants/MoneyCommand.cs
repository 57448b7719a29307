using EdgeService.Core.Perks;

namespace EdgeService.Core.Grants;

/// <summary>
/// A wish about the money of a grant. The reference is of whoever reports it and counts once per grant: the same again is
/// <see cref="GrantResult.Repeated"/>, the same for something else <see cref="GrantResult.ReferenceReused"/>.
/// </summary>
/// <param name="Number">The grant.</param>
/// <param name="PartnerId">The partner who wishes it; null for operators.</param>
/// <param name="Reference">1–64 bytes.</param>
/// <param name="Amount">How much, in the grant's currency.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">What for.</param>
public abstract record OnMoney(long Number, string? PartnerId, string Reference, Money Amount, Actor Actor, string Reason)
    : OnGrant(Number, PartnerId, Actor, Reason);

/// <summary>Asks for an amount; on a credit line draws it, from a hold if one is named.</summary>
public sealed record AddCharge(long Number, string? PartnerId, string Reference, Money Amount, Actor Actor, string Reason, string? Hold = null)
    : OnMoney(Number, PartnerId, Reference, Amount, Actor, Reason);

/// <summary>Says that something was paid, whole or in part, or that a payment did not go through.</summary>
public sealed record RecordPayment(long Number, string? PartnerId, string Reference, Money Amount, bool Failed, Actor Actor, string Reason = "paid")
    : OnMoney(Number, PartnerId, Reference, Amount, Actor, Reason);

/// <summary>Gives up an amount that was charged. What was paid of it already is owed back.</summary>
public sealed record Waive(long Number, string? PartnerId, string Reference, Money Amount, Actor Actor, string Reason)
    : OnMoney(Number, PartnerId, Reference, Amount, Actor, Reason);

/// <summary>Says that the member got money back that was owed.</summary>
public sealed record RecordRefund(long Number, string? PartnerId, string Reference, Money Amount, Actor Actor, string Reason = "refunded")
    : OnMoney(Number, PartnerId, Reference, Amount, Actor, Reason);

/// <summary>Sets an amount of a credit line aside.</summary>
public sealed record HoldAmount(long Number, string? PartnerId, string Reference, Money Amount, Actor Actor, string Reason = "held")
    : OnMoney(Number, PartnerId, Reference, Amount, Actor, Reason);

/// <summary>Frees an amount that was set aside under <paramref name="Hold"/>, whole or in part.</summary>
public sealed record ReleaseAmount(long Number, string? PartnerId, string Hold, string Reference, Money Amount, Actor Actor, string Reason = "freed")
    : OnMoney(Number, PartnerId, Reference, Amount, Actor, Reason);
