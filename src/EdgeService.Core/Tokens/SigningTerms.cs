namespace EdgeService.Core.Tokens;

/// <summary>When a key is published, when it signs, and for what. <see cref="Never"/> stands where nobody has said when.</summary>
/// <param name="SignsFrom">Start of signing; before it the key is only published.</param>
/// <param name="SignsUntil">End of signing, exclusive.</param>
/// <param name="Scope">What verifiers accept from it.</param>
public sealed record SigningTerms(DateTimeOffset SignsFrom, DateTimeOffset SignsUntil, KeyScope Scope)
{
    /// <summary>A time that does not come.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    private static readonly DateTimeOffset LatestExpiry = DateTimeOffset.FromUnixTimeSeconds(uint.MaxValue);

    /// <summary>Since when it is on the key list; the earliest of times for a key that always was.</summary>
    public DateTimeOffset PublishedFrom { get; init; } = DateTimeOffset.MinValue;

    /// <summary>
    /// What verifiers are told as the start of its use: when it was published, so that a key taken into use early holds at a verifier
    /// whose list is older than that decision.
    /// </summary>
    public DateTimeOffset UsableFrom => PublishedFrom == DateTimeOffset.MinValue ? SignsFrom : PublishedFrom;

    /// <summary>No token of it lives beyond this instant.</summary>
    public DateTimeOffset UsableUntil => SignsUntil >= LatestExpiry - Scope.MaxLifetime ? LatestExpiry : SignsUntil + Scope.MaxLifetime;

    public bool SignsAt(DateTimeOffset now) => now >= SignsFrom && now < SignsUntil && now >= PublishedFrom;

    /// <summary>Whether a token of it can still be good, here or at a verifier whose clock runs behind.</summary>
    public bool IsListedAt(DateTimeOffset now) => now >= PublishedFrom && now - TokenFormat.ClockSlack < UsableUntil;

    public KeyStage StageAt(DateTimeOffset now) => this switch
    {
        _ when now < PublishedFrom => KeyStage.Prepared,
        _ when now < SignsFrom => KeyStage.Published,
        _ when now < SignsUntil => KeyStage.InUse,
        _ when IsListedAt(now) => KeyStage.Retired,
        _ => KeyStage.Ended,
    };
}
