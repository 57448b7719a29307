using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;

namespace EdgeService.Signing.Devices;

/// <summary>A private key in a hardware module, reached through PKCS#11: it signs there and never comes out.</summary>
internal sealed class Pkcs11Signer : IKeySigner
{
    private static readonly byte[] Trial = SHA256.HashData("edge signing key"u8);
    private readonly Pkcs11Sessions _sessions;
    private readonly Pkcs11Place _place;

    /// <param name="place">Where the key lies.</param>
    /// <param name="publicKey">The public key that must belong to it: the device signs something on trial.</param>
    /// <exception cref="CryptographicException">The device cannot be used, or holds another key.</exception>
    public Pkcs11Signer(Pkcs11Place place, byte[] publicKey)
    {
        (_place, _sessions, PublicKey) = (place, new(place), publicKey);
        using var verifier = ECDsa.Create();
        verifier.ImportSubjectPublicKeyInfo(publicKey, out _);
        Span<byte> signature = stackalloc byte[64];
        Sign(Trial, signature);
        if (!verifier.VerifyHash(Trial, signature))
            throw new CryptographicException($"object {place.Object} of token {place.Token} is another key than the public key in the file");
    }

    public ReadOnlyMemory<byte> PublicKey { get; }

    public void Sign(ReadOnlySpan<byte> hash, Span<byte> signature)
    {
        var digest = hash.ToArray();
        var signed = _sessions.Use(session => session.Sign(Pkcs11Sessions.Factories.MechanismFactory.Create(CKM.CKM_ECDSA), Pkcs11Keys.Find(session, _place), digest));
        signed.CopyTo(signature);
    }

    public void Dispose() => _sessions.Dispose();
}
