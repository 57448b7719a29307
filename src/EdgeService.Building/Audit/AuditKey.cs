using System.Security.Cryptography;

namespace EdgeService.Building.Audit;

/// <summary>The key that the lines of an audit log are bound with.</summary>
public static class AuditKey
{
    /// <summary>Derived from the deployment's secret of 32 bytes, <c>seal.key</c>.</summary>
    public static byte[] Of(ReadOnlySpan<byte> secret) => HMACSHA256.HashData(secret, "audit-log"u8);
}
