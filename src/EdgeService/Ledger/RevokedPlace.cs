using EdgeService.Core.Tokens;

namespace EdgeService.Ledger;

/// <summary>The place of a revoked token in a status list, kept with the revocation so that every edge of the ledger can publish it.</summary>
/// <param name="Signer">The key that signed the token: the list is that of its tokens.</param>
/// <param name="Index">Place in the list.</param>
/// <param name="Until">When the token is over; then the place is forgotten.</param>
public sealed record RevokedPlace(KeyId Signer, uint Index, DateTimeOffset Until);
