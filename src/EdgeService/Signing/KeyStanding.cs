using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>A key as operators see it.</summary>
/// <param name="Key">What verifiers are told of it.</param>
/// <param name="Terms">Its terms; null for a key of another edge, whose terms are not told.</param>
/// <param name="Stage">Where it stands now.</param>
public sealed record KeyStanding(VerificationKey Key, SigningTerms? Terms, KeyStage Stage);

/// <summary>What came of an operator's act on a key.</summary>
/// <param name="Known">Whether there is such a key.</param>
/// <param name="Refusal">Why the act was refused.</param>
/// <param name="Earliest">When it will be possible, where that is a matter of time.</param>
public readonly record struct KeyAct(bool Known, KeyRefusal Refusal, DateTimeOffset? Earliest)
{
    public static KeyAct Done { get; } = new(true, KeyRefusal.None, null);

    public static KeyAct Unknown { get; }
}
