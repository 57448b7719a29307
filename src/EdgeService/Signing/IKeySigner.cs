namespace EdgeService.Signing;

/// <summary>
/// A P-256 private key that signs and cannot be taken out: all that the service asks of a file in memory or of a hardware module. Any number of
/// threads may sign at once.
/// </summary>
public interface IKeySigner : IDisposable
{
    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Signs a SHA-256 hash by ES256: r ‖ s, 64 bytes.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The device does not sign.</exception>
    void Sign(ReadOnlySpan<byte> hash, Span<byte> signature);
}
