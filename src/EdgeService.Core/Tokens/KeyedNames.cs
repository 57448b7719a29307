using System.Buffers.Binary;
using EdgeService.Core.Members;

namespace EdgeService.Core.Tokens;

/// <summary>Names computed under the deployment's keys: of tokens, of request bodies, and of members towards one partner.</summary>
public static class KeyedNames
{
    private const int RequestIdSize = 16;
    private const int PseudonymSize = 10;

    /// <summary>
    /// The token id of a request: the first 16 bytes of an HMAC over caller, request id and resolved body. The same request always gets the same
    /// id, so at most one of its copies is redeemable. The resolved body is what was asked with the member reference resolved, in the same bytes
    /// for the same request.
    /// </summary>
    public static TokenId TokenIdOf(ServiceKeys keys, string caller, Guid requestId, ReadOnlySpan<byte> resolvedBody)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Span<byte> id = stackalloc byte[RequestIdSize];
        requestId.TryWriteBytes(id, bigEndian: true, out _);
        Span<byte> digest = stackalloc byte[KeyedDigest.Size];
        KeyedDigest.Write(keys.TokenIds, caller, id, resolvedBody, digest);
        return TokenId.Read(digest[..TokenId.Size]);
    }

    /// <summary>The 32-byte digest by which a repeated request id is checked to carry the same body.</summary>
    public static byte[] BodyDigestOf(ServiceKeys keys, string method, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var digest = new byte[KeyedDigest.Size];
        KeyedDigest.Write(keys.RequestDigests, method, body, [], digest);
        return digest;
    }

    /// <summary>16 characters of Base32, stable for this member and this partner, and unlinkable between partners.</summary>
    public static string PseudonymOf(ServiceKeys keys, MemberKey member, string partnerId)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Span<byte> key = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(key, member.Value);
        Span<byte> digest = stackalloc byte[KeyedDigest.Size];
        KeyedDigest.Write(keys.Pseudonyms, partnerId, key, [], digest);
        return Base32.Encode("", digest[..PseudonymSize]);
    }
}
