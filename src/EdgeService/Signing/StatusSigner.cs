using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>Gives tokens their places in the status list of their key, and signs such lists.</summary>
public sealed class StatusSigner(CurrentSigningKeys keys, TimeProvider clock)
{
    private long _last = StatusPlaces.StartAt(clock.GetUtcNow());

    /// <summary>A place that no other living token has; null when the token lives too long for one, or too many were given of late.</summary>
    public uint? NextIndex(DateTimeOffset expires)
    {
        var now = clock.GetUtcNow();
        if (expires - now > StatusPlaces.LongestLife)
            return null;
        while (true)
        {
            var last = Volatile.Read(ref _last);
            if (StatusPlaces.Next(last, now) is not { } next)
                return null;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return StatusPlaces.IndexOf(next);
        }
    }

    /// <summary>A signed list; null when no key of this edge signs now, or the device does not. Whose tokens it speaks of does not matter: any key of the list may sign it.</summary>
    public byte[]? Sign(StatusListToken list, out KeyId by)
    {
        by = default;
        if (keys.Keys.Keys.FirstOrDefault(key => key.Terms.SignsAt(clock.GetUtcNow())) is not { } key)
            return null;
        by = key.Id;
        var token = StatusListWriting.Draft(list, key.Id);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        StatusListWriting.HashOf(token, hash);
        try
        {
            key.Sign(hash, TokenWriting.SignatureOf(token));
            return token;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
