using System.Buffers.Binary;
using System.Text;

namespace EdgeService.Core.Tokens;

/// <summary>The bytes inside a decision id: fixed fields, big-endian, then the length and UTF-8 of the terminal's name.</summary>
internal static class DecisionContent
{
    public const int MaxSize = FixedSize + byte.MaxValue;

    private const int FixedSize = 43;

    public static int SizeOf(in SealedDecision decision) => FixedSize + Encoding.UTF8.GetByteCount(decision.Terminal);

    /// <summary>Writes the content and returns its length.</summary>
    /// <exception cref="ArgumentException">The terminal's name has more than 255 bytes.</exception>
    public static int Write(in SealedDecision decision, Span<byte> bytes)
    {
        if (!Encoding.UTF8.TryGetBytes(decision.Terminal, bytes[FixedSize..MaxSize], out var nameSize))
            throw new ArgumentException("A terminal's name has at most 255 bytes.", nameof(decision));
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)decision.DecidedAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)decision.AsOf.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], decision.Member.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], decision.SnapshotRevision);
        BinaryPrimitives.WriteInt64BigEndian(bytes[24..], decision.CatalogRevision);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[32..], decision.ReasonMask);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[36..], decision.PerkCode);
        bytes[38] = decision.Outcome;
        bytes[39] = decision.CoarseCode;
        bytes[40] = decision.PrincipalReason;
        bytes[41] = decision.NextScoreStep;
        bytes[42] = (byte)nameSize;
        return FixedSize + nameSize;
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out SealedDecision decision)
    {
        decision = default;
        if (bytes.Length < FixedSize || bytes.Length != FixedSize + bytes[42]) return false;
        decision = new()
        {
            DecidedAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
            AsOf = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..])),
            Member = new(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])),
            SnapshotRevision = BinaryPrimitives.ReadInt64BigEndian(bytes[16..]),
            CatalogRevision = BinaryPrimitives.ReadInt64BigEndian(bytes[24..]),
            ReasonMask = BinaryPrimitives.ReadUInt32BigEndian(bytes[32..]),
            PerkCode = BinaryPrimitives.ReadUInt16BigEndian(bytes[36..]),
            Outcome = bytes[38],
            CoarseCode = bytes[39],
            PrincipalReason = bytes[40],
            NextScoreStep = bytes[41],
            Terminal = Encoding.UTF8.GetString(bytes[FixedSize..]),
        };
        return true;
    }
}
