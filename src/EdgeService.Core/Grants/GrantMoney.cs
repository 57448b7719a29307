using System.Collections.Immutable;

namespace EdgeService.Core.Grants;

/// <summary>What a line of money says. Numbers are stored: never reuse one.</summary>
public enum MoneyLineKind
{
    /// <summary>The partner asks for an amount.</summary>
    Charge = 1,

    /// <summary>The partner asks for something lost: never more than the deposit.</summary>
    LossClaim = 2,

    /// <summary>The member paid.</summary>
    Payment = 3,

    /// <summary>A payment did not go through: nothing was paid by it.</summary>
    FailedPayment = 4,

    /// <summary>Of what was charged, an amount is not asked for any more.</summary>
    Waiver = 5,

    /// <summary>The member got money back.</summary>
    Refund = 6,

    /// <summary>An amount of the credit line is set aside.</summary>
    Hold = 7,

    /// <summary>An amount that was set aside is free again.</summary>
    Release = 8,
}

/// <summary>One thing that happened to the money of a grant.</summary>
/// <param name="Kind">What.</param>
/// <param name="Reference">The reference of whoever reported it, 1–64 bytes, once per grant.</param>
/// <param name="Amount">Minor units of the grant's currency, at least 1.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="On">The reference of the hold that a charge draws on or a release frees; null otherwise.</param>
/// <param name="Reason">What for, in a few words, without personal data.</param>
public sealed record MoneyLine(MoneyLineKind Kind, string Reference, long Amount, DateTimeOffset At, string? On, string Reason);

/// <summary>
/// Charges and payments of one grant, all in one currency, minor units. The sums are of everything ever recorded; the lines are those
/// that still matter, see <see cref="MostLines"/>.
/// </summary>
public sealed record GrantMoney
{
    /// <summary>Lines kept on a grant; of a full list the settled ones that are older than <see cref="LineMemory"/> make room.</summary>
    public const int MostLines = 64;

    /// <summary>Largest amount of one line, minor units: 10^12.</summary>
    public const long MostAmount = 1_000_000_000_000;

    /// <summary>How long a reference is surely remembered, so that the same again is not counted twice.</summary>
    public static readonly TimeSpan LineMemory = TimeSpan.FromDays(30);

    /// <summary>No money so far.</summary>
    public static GrantMoney None { get; } = new();

    /// <summary>ISO 4217 code; empty before the first line.</summary>
    public string Currency { get; init; } = "";

    /// <summary>Sum of charges and loss claims.</summary>
    public long Charged { get; init; }

    /// <summary>Of that, no longer asked for.</summary>
    public long Waived { get; init; }

    /// <summary>Sum of payments that arrived. A deposit paid is not among them.</summary>
    public long Paid { get; init; }

    /// <summary>Sum of what the member got back.</summary>
    public long Refunded { get; init; }

    /// <summary>Set aside of the credit line and not yet charged or freed.</summary>
    public long Held { get; init; }

    /// <summary>Of what was charged, claims for things lost that have not come back since.</summary>
    public long Claimed { get; init; }

    /// <summary>Whether the last payment did not go through.</summary>
    public bool LastFailed { get; init; }

    /// <summary>When nothing was owed any more; null while something is or nothing ever was.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Recent lines, oldest first.</summary>
    public ImmutableArray<MoneyLine> Lines { get; init; } = [];

    /// <summary>When the member was charged last, or claimed from; null when never, or so long ago that it was forgotten.</summary>
    public DateTimeOffset? LastChargedAt => Lines.LastOrDefault(line => line.Kind is MoneyLineKind.Charge or MoneyLineKind.LossClaim)?.At;

    /// <summary>Charged and neither waived nor paid; below zero when the member is owed. A deposit is not looked at.</summary>
    public long Balance => Charged - Waived - Paid + Refunded;

    /// <summary>The line of that reference; null when there is none or it was forgotten.</summary>
    public MoneyLine? Find(string reference) => Lines.FirstOrDefault(line => line.Reference == reference);

    /// <summary>What is left of a hold.</summary>
    public long LeftOf(MoneyLine hold) => hold.Amount - Lines.Where(line => line.On == hold.Reference).Sum(line => line.Amount);
}
