using System.Security.Cryptography;
using System.Text;
using EdgeService.Core.Members;

namespace EdgeCtl.Home;

/// <summary>Does what the member's own app does at its back end: seals app codes under the key that programme and edges share.</summary>
internal sealed class DevelopmentApp(EdgeHome home, TimeProvider clock)
{
    private const int TagSize = 16;
    private const int MaxMemberIdBytes = 64;

    public string CodeFor(string memberId)
    {
        if (Encoding.UTF8.GetByteCount(memberId) is 0 or > MaxMemberIdBytes)
        {
            throw new UsageException($"A member id has 1 to {MaxMemberIdBytes} bytes, such as demo-alice.");
        }

        using var key = new AesGcm(File.ReadAllBytes(home.AppCodeKey), TagSize);
        return AppCode.Seal(memberId, clock.GetUtcNow(), RandomNumberGenerator.GetBytes(AppCode.NonceSize), key);
    }
}
