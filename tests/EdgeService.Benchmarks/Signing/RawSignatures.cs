using System.Security.Cryptography;

namespace EdgeService.Benchmarks.Signing;

/// <summary>ES256 as .NET has it, over as many bytes as a token's signature covers.</summary>
internal sealed class RawSignatures : IDisposable
{
    private const int SignedBytes = 112;
    private const int SignatureBytes = 64;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _data = RandomNumberGenerator.GetBytes(SignedBytes);
    private readonly byte[] _signature = new byte[SignatureBytes];

    public void Sign()
    {
        if (!_key.TrySignData(_data, _signature, HashAlgorithmName.SHA256, out _))
            throw new CryptographicException("Nothing was signed.");
    }

    /// <summary>Verifies what was signed last.</summary>
    public void Verify()
    {
        if (!_key.VerifyData(_data, _signature, HashAlgorithmName.SHA256))
            throw new CryptographicException("A good signature was refused.");
    }

    public void Dispose() => _key.Dispose();
}
