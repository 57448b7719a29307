using System.Diagnostics;
using System.Globalization;

namespace EdgeService.Tests.Proof;

/// <summary>What a client asked for.</summary>
internal enum Act
{
    Redeem,
    Begin,
    Confirm,
    Return,
    Cancel,
    Revoke,
    Read,
}

/// <summary>What it was told.</summary>
internal enum Told
{
    /// <summary>A grant was made.</summary>
    Granted,

    /// <summary>The token was redeemed before.</summary>
    AlreadyRedeemed,

    /// <summary>The token was revoked before.</summary>
    AlreadyRevoked,

    /// <summary>The member has one already.</summary>
    LimitReached,

    /// <summary>Somebody else has the item.</summary>
    ItemTaken,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>The state of the grant does not allow it.</summary>
    WrongState,

    /// <summary>There is no such grant.</summary>
    Unknown,

    // The states of a grant, when it is read.
    Opening,
    Active,
    Returned,
    Cancelled,
    Lapsed,
}

/// <summary>A token as the member's app holds it.</summary>
internal sealed record IssuedToken(string Id, string Text);

/// <summary>One answered question, with when it was asked first and when it was answered, in ticks of <see cref="Stopwatch"/>.</summary>
/// <param name="Act">What was asked for.</param>
/// <param name="Member">The member concerned.</param>
/// <param name="Told">What was answered.</param>
internal sealed record Observation(Act Act, string Member, Told Told)
{
    public IssuedToken? Token { get; init; }

    public string? Item { get; init; }

    /// <summary>The grant asked about, or made, or in the way.</summary>
    public string? Grant { get; init; }

    public required long Asked { get; init; }

    /// <summary>When the attempt began that was answered.</summary>
    public required long LastAsked { get; init; }

    public required long Answered { get; init; }

    public override string ToString() => $"{Milliseconds(Asked)}–{Milliseconds(Answered)} ms {Member}: {Words()} → {Told}";

    private static string Milliseconds(long ticks) => (ticks * 1000.0 / Stopwatch.Frequency).ToString("F3", CultureInfo.InvariantCulture);

    private string Words() => $"{Act}{Short("token", Token?.Id)}{Short("item", Item)}{Short("grant", Grant)}";

    private static string Short(string kind, string? value) => value is null ? "" : $" {kind} {value[Math.Max(0, value.Length - 12)..]}";
}
