using EdgeService.Core.Perks;

namespace EdgeService.Core.Tokens;

/// <summary>The signed claims as deterministic CBOR: <c>{3: audience, 4: exp, 7: id, -65537: [perk, sealed, units, class, ? status_index]}</c>.</summary>
internal static class TokenPayload
{
    public static int Write(in TokenClaims claims, Span<byte> destination)
    {
        var expiry = claims.ExpiresAt.ToUnixTimeSeconds();
        ArgumentNullException.ThrowIfNull(claims.Audience.Code, nameof(claims));
        ArgumentOutOfRangeException.ThrowIfNotEqual(expiry, (uint)expiry, nameof(claims));
        ArgumentOutOfRangeException.ThrowIfZero(claims.PerkCode, nameof(claims));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)claims.OfflineClass, (uint)OfflineClass.FreshOnly, nameof(claims));
        var cbor = new CborBuilder(destination);
        cbor.Map(4);
        cbor.Unsigned(TokenFormat.AudienceClaim);
        cbor.Text(claims.Audience.Code);
        cbor.Unsigned(TokenFormat.ExpiryClaim);
        cbor.Unsigned((uint)expiry);
        cbor.Unsigned(TokenFormat.IdClaim);
        claims.Id.Write(cbor.Bytes(TokenId.Size));
        cbor.Negative(TokenFormat.GrantClaimMagnitude);
        cbor.Array(claims.StatusIndex is null ? 4 : 5);
        cbor.Unsigned(claims.PerkCode);
        claims.Member.Write(cbor.Bytes(SealedMember.Size));
        cbor.Unsigned(claims.Units);
        cbor.Unsigned((uint)claims.OfflineClass);
        if (claims.StatusIndex is { } index) cbor.Unsigned(index);
        return cbor.Length;
    }

    /// <summary>Reads claims that <see cref="Write"/> would have written, byte for byte, and no others.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out TokenClaims claims)
    {
        claims = default;
        var cursor = new CborCursor(payload);
        return cursor.TryMap(out var count) && count == 4
            && TryKey(ref cursor, TokenFormat.AudienceClaim) && cursor.TryText(out var code) && AudienceCode.TryRead(code, out var audience)
            && TryKey(ref cursor, TokenFormat.ExpiryClaim) && TryUnsigned(ref cursor, uint.MaxValue, out var expiry)
            && TryKey(ref cursor, TokenFormat.IdClaim) && cursor.TryBytes(out var id) && id.Length == TokenId.Size
            && TryKey(ref cursor, -1L - TokenFormat.GrantClaimMagnitude)
            && TryReadGrant(ref cursor, new TokenClaims { Audience = audience, ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(expiry), Id = TokenId.Read(id) }, out claims)
            && cursor.AtEnd;
    }

    private static bool TryReadGrant(ref CborCursor cursor, TokenClaims outer, out TokenClaims claims)
    {
        claims = default;
        if (!cursor.TryArray(out var count) || count is not (4 or 5)
            || !TryUnsigned(ref cursor, ushort.MaxValue, out var perk) || perk == 0
            || !cursor.TryBytes(out var member) || member.Length != SealedMember.Size
            || !TryUnsigned(ref cursor, uint.MaxValue, out var units)
            || !TryUnsigned(ref cursor, (uint)OfflineClass.FreshOnly, out var offlineClass))
            return false;
        uint? status = null;
        if (count == 5)
        {
            if (!TryUnsigned(ref cursor, uint.MaxValue, out var index)) return false;
            status = index;
        }

        claims = outer with
        {
            PerkCode = (ushort)perk,
            Member = SealedMember.Read(member),
            Units = units,
            OfflineClass = (OfflineClass)offlineClass,
            StatusIndex = status,
        };
        return true;
    }

    private static bool TryKey(ref CborCursor cursor, long expected) => cursor.TryInteger(out var key) && key == expected;

    private static bool TryUnsigned(ref CborCursor cursor, uint max, out uint value)
    {
        var read = cursor.TryUnsigned(out var wide) && wide <= max;
        value = (uint)wide;
        return read;
    }
}
