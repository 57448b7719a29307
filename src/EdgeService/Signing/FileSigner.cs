using System.Security.Cryptography;

namespace EdgeService.Signing;

/// <summary>A private key that came from a file and is held in memory.</summary>
public sealed class FileSigner : IKeySigner
{
    private readonly ThreadLocal<ECDsa> _signers;

    /// <param name="pkcs8">The private key, PKCS#8 DER.</param>
    /// <exception cref="CryptographicException">The bytes are no key.</exception>
    public FileSigner(byte[] pkcs8)
    {
        _signers = new(() => Import(pkcs8), trackAllValues: true);
        PublicKey = _signers.Value!.ExportSubjectPublicKeyInfo();
    }

    public ReadOnlyMemory<byte> PublicKey { get; }

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
