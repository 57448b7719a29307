using System.Buffers.Binary;

namespace EdgeService.Fuzzing;

/// <summary>
/// One item of CBOR as a tree that can be written again, well-formed or not. Byte strings that hold CBOR themselves, as a COSE message's do, are
/// part of the tree, so that what is changed in them leaves the lengths around them right.
/// </summary>
internal sealed class CborNode
{
    /// <summary>Additional information of an indefinite length.</summary>
    public const int Indefinite = 31;

    private const int Deepest = 12;

    public int Major { get; set; }

    /// <summary>The number, tag or simple value. Lengths follow from the content.</summary>
    public ulong Value { get; set; }

    public byte[] Content { get; set; } = [];

    public List<CborNode> Items { get; set; } = [];

    /// <summary>How wide the head is written, 24 to 27, or <see cref="Indefinite"/>; null for the shortest.</summary>
    public int? Head { get; set; }

    /// <summary>What is added to a length that is written: a lie.</summary>
    public long Lie { get; set; }

    private bool IsString => Major is 2 or 3;

    private bool HoldsItems => Major is 4 or 5 or 6 || (Major == 2 && Items.Count > 0);

    /// <summary>Reads one item; null when the bytes are not exactly one.</summary>
    public static CborNode? Parse(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        return Parse(bytes, ref at, Deepest) is { } node && at == bytes.Length ? node : null;
    }

    public CborNode Copy() => new()
    {
        Major = Major,
        Value = Value,
        Content = Content,
        Head = Head,
        Lie = Lie,
        Items = [.. Items.Select(item => item.Copy())],
    };

    /// <summary>This item and all below it.</summary>
    public void AddTo(List<CborNode> all)
    {
        all.Add(this);
        foreach (var item in Items) item.AddTo(all);
    }

    public byte[] ToBytes()
    {
        var bytes = new List<byte>();
        Write(bytes);
        return [.. bytes];
    }

    private void Write(List<byte> bytes)
    {
        var content = Content;
        if (Major == 2 && Items.Count > 0) content = [.. Items.SelectMany(item => item.ToBytes())];
        var value = Major switch
        {
            2 or 3 => (ulong)content.Length + (ulong)Lie,
            4 => (ulong)Items.Count + (ulong)Lie,
            5 => (ulong)(Items.Count / 2) + (ulong)Lie,
            _ => Value,
        };
        WriteHead(bytes, value);
        if (IsString && Head == Indefinite) new CborNode { Major = Major, Content = content }.Write(bytes);
        else if (IsString) bytes.AddRange(content);
        else foreach (var item in Items) item.Write(bytes);
        if (Head == Indefinite) bytes.Add(0xFF);
    }

    private void WriteHead(List<byte> bytes, ulong value)
    {
        var head = Head is { } forced && forced > Shortest(value) ? forced : Shortest(value);
        bytes.Add((byte)((Major << 5) | head));
        if (head is < 24 or Indefinite) return;
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(number, value);
        bytes.AddRange(number[(8 - (1 << (head - 24)))..]);
    }

    private static int Shortest(ulong value) =>
        value switch { < 24 => (int)value, <= byte.MaxValue => 24, <= ushort.MaxValue => 25, <= uint.MaxValue => 26, _ => 27 };

    private static CborNode? Parse(ReadOnlySpan<byte> bytes, ref int at, int depth)
    {
        if (depth == 0 || at >= bytes.Length) return null;
        var (major, head) = (bytes[at] >> 5, bytes[at++] & 31);
        if (head > 27 || (head >= 24 && at + (1 << (head - 24)) > bytes.Length)) return null;
        var value = (ulong)head;
        if (head >= 24)
        {
            value = 0;
            for (var left = 1 << (head - 24); left > 0; left--) value = (value << 8) | bytes[at++];
        }

        var node = new CborNode { Major = major, Value = value, Head = head > Shortest(value) ? head : null };
        return node.ParseInside(bytes, ref at, depth - 1) ? node : null;
    }

    private bool ParseInside(ReadOnlySpan<byte> bytes, ref int at, int depth)
    {
        if (IsString)
        {
            if (Value > (ulong)(bytes.Length - at)) return false;
            Content = bytes.Slice(at, (int)Value).ToArray();
            at += Content.Length;
            if (Major == 2 && Content is [>= 0x80 and < 0xC0, ..] && Parse(Content) is { } inner) Items.Add(inner);
            return true;
        }

        if (!HoldsItems) return true;
        for (var left = Major switch { 4 => Value, 5 => Value * 2, _ => 1UL }; left > 0; left--)
        {
            if (Parse(bytes, ref at, depth) is not { } item) return false;
            Items.Add(item);
        }

        return true;
    }
}
