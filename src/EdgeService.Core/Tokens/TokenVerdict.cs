namespace EdgeService.Core.Tokens;

/// <summary>What verifying a token found.</summary>
/// <param name="Fault">The first fault, or none.</param>
/// <param name="Key">The signing key; meaningful from <see cref="TokenFault.UnknownKey"/> on.</param>
/// <param name="Claims">The claims; set once the signature holds, so also with faults after <see cref="TokenFault.BadSignature"/>.</param>
public readonly record struct TokenVerdict(TokenFault Fault, KeyId Key, TokenClaims Claims)
{
    public bool IsGood => Fault == TokenFault.None;

    /// <summary>Whether a key of the list signed it: it may still be good no more, or elsewhere.</summary>
    public bool IsGenuine => Fault is TokenFault.None or (> TokenFault.BadSignature and not TokenFault.KeyCompromised);

    /// <summary>What the gate should do next.</summary>
    public TokenRemedy Remedy => TokenRemedies.Of(Fault);

    /// <summary>The same at a venue: a perk that is not offered there any more opens nothing there, whatever its key may sign.</summary>
    public TokenVerdict AtVenue(bool isOffered) =>
        !isOffered && (Fault is TokenFault.None or TokenFault.Expired) ? this with { Fault = TokenFault.KeyNotForPerk } : this;
}
