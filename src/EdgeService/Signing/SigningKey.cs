using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>One ES256 key of this edge: when it signs, and for what. Signs on any number of threads.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ThreadLocal<ECDsa> _signers;

    /// <param name="pkcs8">The private key, PKCS#8 DER.</param>
    /// <param name="terms">When it signs, and for what.</param>
    /// <exception cref="CryptographicException">The bytes are no P-256 key.</exception>
    public SigningKey(byte[] pkcs8, SigningTerms terms)
    {
        Terms = terms;
        _signers = new(() => Import(pkcs8), trackAllValues: true);
        var until = terms.SignsUntil + terms.Scope.MaxLifetime;
        Verification = VerificationKey.TryOf(_signers.Value!.ExportSubjectPublicKeyInfo(), terms.Scope, terms.SignsFrom, until)
            ?? throw new CryptographicException("The key is not on the curve P-256.");
    }

    public KeyId Id => Verification.Id;

    public SigningTerms Terms { get; }

    /// <summary>What verifiers are told of it. It lasts until the last token has expired.</summary>
    public VerificationKey Verification { get; }

    /// <summary>Signs a SHA-256 hash: r ‖ s, 64 bytes.</summary>
    public void Sign(ReadOnlySpan<byte> hash, Span<byte> signature) => _signers.Value!.TrySignHash(hash, signature, out _);

    public void Dispose()
    {
        foreach (var signer in _signers.Values) signer.Dispose();
        _signers.Dispose();
    }

    private static ECDsa Import(byte[] pkcs8)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return key;
    }
}
