using System.Security.Cryptography;
using System.Text;
using EdgeSip2.Protocol;

namespace EdgeSip2.Desk;

/// <summary>
/// The request id of something a kiosk did offline: it follows from the message, whose times are those of the deed, so that the same upload again,
/// after a broken connection or a restart, is the same intent. Of a kiosk that tells no time, two deeds may look alike: each is one of its own.
/// </summary>
internal static class OfflineIntent
{
    private const int GuidBytes = 16;

    public static Guid IdOf(SipMessage message, DateTimeOffset? at)
    {
        if (at is null)
            return Guid.NewGuid();
        var bare = SipWriting.Write(message with { Sequence = null });
        return new Guid(SHA256.HashData(Encoding.Latin1.GetBytes(bare)).AsSpan(0, GuidBytes));
    }
}
