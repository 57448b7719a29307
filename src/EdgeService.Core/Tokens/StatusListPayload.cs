using System.Text;

namespace EdgeService.Core.Tokens;

/// <summary>
/// The claims of a status list as CBOR. Written deterministically: <c>{2: sub, 4: exp, 6: iat, 65533: {"lst": zlib, "bits": n}, 65534: ttl}</c>;
/// read in whatever order, since others write it otherwise.
/// </summary>
internal static class StatusListPayload
{
    private const uint SubjectClaim = 2;
    private const uint ExpiryClaim = 4;
    private const uint IssuedClaim = 6;
    private const uint ListClaim = 65533;
    private const uint TimeToLiveClaim = 65534;
    private const int Heads = 96;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static byte[] Write(StatusListToken token)
    {
        var list = token.List.Deflate();
        var cbor = new CborBuilder(new byte[Heads + token.Subject.Length + list.Length]);
        cbor.Map(5);
        cbor.Unsigned(SubjectClaim);
        cbor.Text(token.Subject);
        cbor.Unsigned(ExpiryClaim);
        cbor.Unsigned((uint)token.ExpiresAt.ToUnixTimeSeconds());
        cbor.Unsigned(IssuedClaim);
        cbor.Unsigned((uint)token.IssuedAt.ToUnixTimeSeconds());
        cbor.Unsigned(ListClaim);
        cbor.Map(2);
        cbor.Text("lst");
        cbor.Bytes(list);
        cbor.Text("bits");
        cbor.Unsigned((uint)token.List.Bits);
        cbor.Unsigned(TimeToLiveClaim);
        cbor.Unsigned((uint)token.TimeToLive.TotalSeconds);
        return cbor.Written.ToArray();
    }

    /// <summary>Null unless all five claims are there, each once; other claims are passed over.</summary>
    public static StatusListToken? TryRead(ReadOnlySpan<byte> payload)
    {
        var cursor = new CborCursor(payload);
        if (!cursor.TryMap(out var count) || count > 16) return null;
        var claims = default(Claims);
        for (; count > 0; count--)
        {
            if (!cursor.TryInteger(out var label) || !TryReadClaim(ref cursor, label, ref claims)) return null;
        }

        return cursor.AtEnd ? claims.ToToken() : null;
    }

    private static bool TryReadClaim(ref CborCursor cursor, long label, ref Claims claims)
    {
        ulong number = 0;
        switch (label)
        {
            case SubjectClaim when claims.Subject is null && cursor.TryText(out var subject):
                claims.Subject = Encoding.UTF8.GetString(subject);
                return true;
            case ExpiryClaim when claims.Expires is null && cursor.TryUnsigned(out number):
                claims.Expires = number;
                return true;
            case IssuedClaim when claims.Issued is null && cursor.TryUnsigned(out number):
                claims.Issued = number;
                return true;
            case TimeToLiveClaim when claims.TimeToLive is null && cursor.TryUnsigned(out number):
                claims.TimeToLive = number;
                return true;
            case ListClaim when claims.List is null:
                claims.List = TryReadList(ref cursor);
                return claims.List is not null;
            case SubjectClaim or ExpiryClaim or IssuedClaim or TimeToLiveClaim or ListClaim:
                return false;
            default:
                return cursor.TrySkip();
        }
    }

    private static StatusList? TryReadList(ref CborCursor cursor)
    {
        ulong bits = 0;
        ReadOnlySpan<byte> list = [];
        if (!cursor.TryMap(out var count) || count > 8) return null;
        for (; count > 0; count--)
        {
            if (!cursor.TryText(out var name)) return null;
            var read = name.SequenceEqual("bits"u8) ? bits == 0 && cursor.TryUnsigned(out bits)
                : name.SequenceEqual("lst"u8) ? list.IsEmpty && cursor.TryBytes(out list)
                : cursor.TrySkip();
            if (!read) return null;
        }

        return bits <= 8 ? StatusList.TryInflate((int)bits, list) : null;
    }

    private struct Claims
    {
        public string? Subject;
        public ulong? Expires;
        public ulong? Issued;
        public ulong? TimeToLive;
        public StatusList? List;

        public readonly StatusListToken? ToToken() =>
            Subject is not null && List is not null && Expires <= uint.MaxValue && Issued <= uint.MaxValue && TimeToLive <= Longest.TotalSeconds
                ? new(Subject, DateTimeOffset.FromUnixTimeSeconds((long)Issued), DateTimeOffset.FromUnixTimeSeconds((long)Expires), TimeSpan.FromSeconds((long)TimeToLive), List)
                : null;
    }
}
