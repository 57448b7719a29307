using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Identity;

/// <summary>Whether an authority has signed a revocation list: ECDSA or RSA with SHA-2, as authorities sign certificates.</summary>
internal static class RevocationSignature
{
    public static bool IsBy(X509Certificate2 authority, string algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (authority.Extensions.OfType<X509KeyUsageExtension>().Any(usage => !usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign)))
            return false;
        return algorithm switch
        {
            "1.2.840.10045.4.3.2" => IsByCurve(authority, signed, signature, HashAlgorithmName.SHA256),
            "1.2.840.10045.4.3.3" => IsByCurve(authority, signed, signature, HashAlgorithmName.SHA384),
            "1.2.840.10045.4.3.4" => IsByCurve(authority, signed, signature, HashAlgorithmName.SHA512),
            "1.2.840.113549.1.1.11" => IsByRsa(authority, signed, signature, HashAlgorithmName.SHA256),
            "1.2.840.113549.1.1.12" => IsByRsa(authority, signed, signature, HashAlgorithmName.SHA384),
            "1.2.840.113549.1.1.13" => IsByRsa(authority, signed, signature, HashAlgorithmName.SHA512),
            _ => throw new FormatException($"is signed in a way that is not known here ({algorithm})."),
        };
    }

    private static bool IsByCurve(X509Certificate2 authority, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        using var key = authority.GetECDsaPublicKey();
        return key?.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence) == true;
    }

    private static bool IsByRsa(X509Certificate2 authority, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        using var key = authority.GetRSAPublicKey();
        return key?.VerifyData(signed, signature, hash, RSASignaturePadding.Pkcs1) == true;
    }
}
