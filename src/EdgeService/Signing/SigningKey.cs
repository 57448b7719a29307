using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>One ES256 key of this edge: when it signs, and for what. Signs on any number of threads.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly IKeySigner _signer;

    /// <param name="signer">Holds the private key; disposed of with this.</param>
    /// <param name="terms">When it signs, and for what.</param>
    /// <exception cref="CryptographicException">It is no P-256 key.</exception>
    public SigningKey(IKeySigner signer, SigningTerms terms)
    {
        (_signer, Terms) = (signer, terms);
        Verification = VerificationKey.TryOf(signer.PublicKey.Span, terms.Scope, terms.UsableFrom, terms.UsableUntil)
            ?? throw new CryptographicException("The key is not on the curve P-256.");
    }

    public KeyId Id => Verification.Id;

    public SigningTerms Terms { get; }

    /// <summary>What verifiers are told of it. It lasts until the last token has expired.</summary>
    public VerificationKey Verification { get; }

    /// <summary>Signs a SHA-256 hash: r ‖ s, 64 bytes.</summary>
    public void Sign(ReadOnlySpan<byte> hash, Span<byte> signature) => _signer.Sign(hash, signature);

    public void Dispose() => _signer.Dispose();
}
