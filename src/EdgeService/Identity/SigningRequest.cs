using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Identity;

/// <summary>
/// A certificate signing request (PKCS #10). Of what it says nothing is believed but that its sender has the key: who the key is for, how long
/// and for what, says the service.
/// </summary>
public static class SigningRequest
{
    private const int MaxCharacters = 8192;
    private static readonly string[] Curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"];

    /// <summary>The key; null, with what is wrong, if the request is none that can be granted.</summary>
    public static PublicKey? ReadKey(string pem, out string fault)
    {
        fault = "must be a PKCS #10 request in PEM, at most 8192 characters, that its own key has signed";
        if (pem.Length is 0 or > MaxCharacters)
            return null;
        try
        {
            var key = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256).PublicKey;
            using var curve = key.GetECDsaPublicKey();
            if (curve is not null && Curves.Contains(curve.ExportParameters(false).Curve.Oid.Value))
                return key;
            fault = "must be for a key on the curve P-256, P-384 or P-521";
            return null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    public static string DigestOf(PublicKey key) => Convert.ToHexString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
}
