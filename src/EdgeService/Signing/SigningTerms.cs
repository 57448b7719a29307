using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>When a key signs, and for what.</summary>
/// <param name="SignsFrom">Start of signing; before it the key is only published.</param>
/// <param name="SignsUntil">End of signing, exclusive.</param>
/// <param name="Scope">What verifiers accept from it.</param>
public sealed record SigningTerms(DateTimeOffset SignsFrom, DateTimeOffset SignsUntil, KeyScope Scope)
{
    public bool SignsAt(DateTimeOffset now) => now >= SignsFrom && now < SignsUntil;
}
