namespace EdgeService.Core.Grants;

/// <summary>Why a person must decide. Numbers are stored: never reuse one.</summary>
public enum Doubt
{
    /// <summary>The receipt's own time lies before the grant.</summary>
    BeforeGrant = 1,

    /// <summary>The receipt's own time lies in the future.</summary>
    InFuture = 2,

    /// <summary>The dock signed another receipt of the same number.</summary>
    NumberUsedTwice = 3,

    /// <summary>The dock's times do not rise with its numbers.</summary>
    TimesOutOfOrder = 4,

    /// <summary>The member, the partner or an operator contests what was recorded.</summary>
    Disputed = 5,
}

/// <summary>
/// An open question about a grant: until a person decides it, billing is <see cref="MoneyState.Paused"/>, the record effect
/// <see cref="RecordEffect.Suspended"/>, and custody reads <see cref="GrantState.InReview"/>.
/// </summary>
/// <param name="Doubt">Why.</param>
/// <param name="Before">The state it was in, and goes back to if nothing comes of it. A return meanwhile moves it on.</param>
/// <param name="OpenedAt">Since when.</param>
/// <param name="Claimed">The receipt that is not believable; null when it was disputed without one.</param>
public sealed record Review(Doubt Doubt, GrantState Before, DateTimeOffset OpenedAt, ReceiptMark? Claimed);

/// <summary>Which receipt it was.</summary>
/// <param name="Terminal">Audience code of the dock that signed it.</param>
/// <param name="Sequence">Its number at that dock.</param>
/// <param name="Time">Its own time.</param>
public readonly record struct ReceiptMark(string Terminal, uint Sequence, DateTimeOffset Time);
