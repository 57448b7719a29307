namespace EdgeService.Core.Tokens;

/// <summary>Why a key cannot go on to a stage.</summary>
public enum KeyRefusal
{
    None = 0,

    /// <summary>It is further on already.</summary>
    PastThat = 1,

    /// <summary>It is not on the key list.</summary>
    NotPublished = 2,

    /// <summary>A verifier may still have a list without it.</summary>
    NotKnownEverywhere = 3,

    /// <summary>It does not sign.</summary>
    NotInUse = 4,

    /// <summary>No other key signs all that it signs.</summary>
    NothingElseSigns = 5,

    /// <summary>Tokens of it may still be good.</summary>
    TokensAlive = 6,
}

/// <summary>What came of moving a key on.</summary>
/// <param name="Next">Its terms from now on; null when it was refused.</param>
/// <param name="Refusal">Why it was refused.</param>
/// <param name="Earliest">When it will be possible, where that is a matter of time.</param>
public readonly record struct KeyStep(SigningTerms? Next, KeyRefusal Refusal, DateTimeOffset? Earliest)
{
    internal static KeyStep To(SigningTerms next) => new(next, KeyRefusal.None, null);

    internal static KeyStep Refused(KeyRefusal refusal, DateTimeOffset? earliest = null) => new(null, refusal, earliest);
}
