using System.Buffers.Binary;

namespace EdgeService.Fuzzing;

/// <summary>
/// One field of a protobuf message as it lies in its bytes, without knowing the message. What is delimited and can be read as a message is one,
/// so that what is changed inside leaves the lengths around it right.
/// </summary>
internal sealed class WireField
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int Delimited = 2;
    public const int Fixed32 = 5;

    private const int Deepest = 8;

    public ulong Number { get; set; }

    public int WireType { get; set; }

    /// <summary>The number of a varint or of a fixed field.</summary>
    public ulong Value { get; set; }

    public byte[] Content { get; set; } = [];

    /// <summary>The fields inside; null where there are none to be seen.</summary>
    public List<WireField>? Fields { get; set; }

    /// <summary>What is added to a length that is written: a lie.</summary>
    public long Lie { get; set; }

    /// <summary>Bytes beyond the shortest that a varint is written in.</summary>
    public int Overlong { get; set; }

    /// <summary>Reads a message; null when its bytes are none.</summary>
    public static List<WireField>? Parse(ReadOnlySpan<byte> bytes) => Parse(bytes, Deepest);

    public static byte[] ToBytes(IEnumerable<WireField> fields)
    {
        var bytes = new List<byte>();
        foreach (var field in fields) field.Write(bytes);
        return [.. bytes];
    }

    public WireField Copy() => new()
    {
        Number = Number,
        WireType = WireType,
        Value = Value,
        Content = Content,
        Fields = Fields?.Select(field => field.Copy()).ToList(),
        Lie = Lie,
        Overlong = Overlong,
    };

    private void Write(List<byte> bytes)
    {
        WriteVarint(bytes, (Number << 3) | (uint)WireType, 0);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, Value);
        switch (WireType)
        {
            case Varint: WriteVarint(bytes, Value, Overlong); break;
            case Fixed64: bytes.AddRange(number); break;
            case Fixed32: bytes.AddRange(number[..4]); break;
            case Delimited:
                var content = Fields is null ? Content : ToBytes(Fields);
                WriteVarint(bytes, (ulong)(content.Length + Lie), Overlong);
                bytes.AddRange(content);
                break;
            default: bytes.AddRange(Content); break;
        }
    }

    private static void WriteVarint(List<byte> bytes, ulong value, int overlong)
    {
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)(overlong > 0 ? value | 0x80 : value));
        for (; overlong > 0; overlong--) bytes.Add((byte)(overlong > 1 ? 0x80 : 0));
    }

    private static List<WireField>? Parse(ReadOnlySpan<byte> bytes, int depth)
    {
        var fields = new List<WireField>();
        for (var at = 0; at < bytes.Length;)
        {
            if (!TryVarint(bytes, ref at, out var tag) || tag >> 3 is 0 or > 536_870_911) return null;
            var field = new WireField { Number = tag >> 3, WireType = (int)(tag & 7) };
            if (!field.TryParseValue(bytes, ref at, depth)) return null;
            fields.Add(field);
        }

        return fields;
    }

    private bool TryParseValue(ReadOnlySpan<byte> bytes, ref int at, int depth)
    {
        ulong value;
        switch (WireType)
        {
            case Varint when TryVarint(bytes, ref at, out value):
                Value = value;
                return true;
            case Fixed64 or Fixed32 when bytes.Length - at >= (WireType == Fixed64 ? 8 : 4):
                Value = WireType == Fixed64 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
                at += WireType == Fixed64 ? 8 : 4;
                return true;
            case Delimited when TryVarint(bytes, ref at, out value) && value <= (ulong)(bytes.Length - at):
                Content = bytes.Slice(at, (int)value).ToArray();
                at += Content.Length;
                Fields = depth > 0 && Content.Length > 1 ? Parse(Content, depth - 1) : null;
                return true;
            default:
                return false;
        }
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            var one = bytes[at++];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80) return true;
        }

        return false;
    }
}
