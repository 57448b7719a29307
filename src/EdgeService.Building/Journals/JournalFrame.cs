using System.Buffers.Binary;

namespace EdgeService.Building.Journals;

/// <summary>One append as it lies in the file; the README beside it has the bytes.</summary>
/// <param name="Ordinal">1 for the first frame of a file, then one more each.</param>
/// <param name="PayloadBytes">0 to <see cref="MaxPayloadBytes"/>.</param>
public readonly record struct JournalFrame(long Ordinal, int PayloadBytes)
{
    public const int HeaderBytes = 20;
    public const int TrailerBytes = 4;
    public const int MaxPayloadBytes = 1 << 26;

    private const int CheckedHeaderBytes = 16;

    /// <summary>What every frame begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "PFRM"u8;

    /// <summary>From the first byte of the header to the last of the trailer.</summary>
    public int TotalBytes => HeaderBytes + PayloadBytes + TrailerBytes;

    /// <summary>The frame that holds these records.</summary>
    /// <exception cref="ArgumentException">Together they are larger than a frame may be: append them in several steps.</exception>
    public static JournalFrame Of(long ordinal, IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        var payload = records.Sum(record => sizeof(uint) + (long)record.Length);
        return payload <= MaxPayloadBytes
            ? new JournalFrame(ordinal, (int)payload)
            : throw new ArgumentException($"The records take {payload:N0} bytes; a frame holds {MaxPayloadBytes:N0}.", nameof(records));
    }

    /// <summary>The whole frame of these records.</summary>
    /// <exception cref="ArgumentException">Together they are larger than a frame may be: append them in several steps.</exception>
    public static byte[] Write(long ordinal, IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        var frame = Of(ordinal, records);
        var bytes = new byte[frame.TotalBytes];
        frame.Write(bytes, records);
        return bytes;
    }

    /// <summary>Writes the frame of these records into as many bytes as it takes.</summary>
    public void Write(Span<byte> bytes, IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)PayloadBytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Ordinal);
        Seal(bytes, CheckedHeaderBytes);
        var at = HeaderBytes;
        foreach (var record in records)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], (uint)record.Length);
            record.Span.CopyTo(bytes[(at + sizeof(uint))..]);
            at += sizeof(uint) + record.Length;
        }

        Seal(bytes, at);
    }

    /// <summary>Reads the first 20 bytes of a frame; false when their checksum or form is wrong.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out JournalFrame frame)
    {
        frame = default;
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(Magic) || !IsSealed(bytes, CheckedHeaderBytes))
            return false;
        var payload = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (payload > MaxPayloadBytes)
            return false;
        frame = new(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), (int)payload);
        return true;
    }

    /// <summary>Whether the bytes from the frame's first to its last carry the checksum that was written with them.</summary>
    public bool IsWhole(ReadOnlySpan<byte> frame) => frame.Length == TotalBytes && IsSealed(frame, HeaderBytes + PayloadBytes);

    /// <summary>Hands out the records of a whole frame in order; false when their lengths do not fill the payload exactly.</summary>
    public bool TryReplay(ReadOnlyMemory<byte> frame, Action<ReadOnlyMemory<byte>> replay)
    {
        for (var rest = frame.Slice(HeaderBytes, PayloadBytes); !rest.IsEmpty;)
        {
            if (rest.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(rest.Span) is var length && length > rest.Length - sizeof(uint))
                return false;
            replay(rest.Slice(sizeof(uint), (int)length));
            rest = rest[(sizeof(uint) + (int)length)..];
        }

        return true;
    }

    private static void Seal(Span<byte> bytes, int end) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[end..], Crc32C.Of(bytes[..end]));

    private static bool IsSealed(ReadOnlySpan<byte> bytes, int end) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[end..]) == Crc32C.Of(bytes[..end]);
}
