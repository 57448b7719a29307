using System.Buffers.Binary;

namespace EdgeService.Core.Tokens;

/// <summary>
/// Walks over CBOR and accepts only shortest heads and definite lengths (RFC 8949 section 4.2.1). A method that returns false leaves
/// the cursor wherever it was: the reading has failed as a whole. The order of map keys is the caller's to check.
/// </summary>
public ref struct CborCursor(ReadOnlySpan<byte> source)
{
    private const int MaxDepth = 8;
    private readonly ReadOnlySpan<byte> _source = source;

    /// <summary>Bytes consumed so far.</summary>
    public int Position { get; private set; }

    public readonly bool AtEnd => Position == _source.Length;

    /// <summary>The bytes from <paramref name="start"/> to the cursor.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _source[start..Position];

    public bool TryUnsigned(out ulong value) => TryHead(CborMajor.Unsigned, out value);

    public bool TryArray(out ulong count) => TryHead(CborMajor.Array, out count);

    public bool TryMap(out ulong count) => TryHead(CborMajor.Map, out count);

    /// <summary>Reads an integer of either sign that fits 64 bits.</summary>
    public bool TryInteger(out long value)
    {
        var read = TryHead(out var major, out var magnitude) && magnitude <= long.MaxValue;
        value = major == CborMajor.Negative ? -1 - (long)magnitude : (long)magnitude;
        return read && major is CborMajor.Unsigned or CborMajor.Negative;
    }

    /// <summary>Takes the tag when the next item is exactly this one.</summary>
    public bool TryTag(uint number)
    {
        var before = Position;
        if (TryHead(CborMajor.Tag, out var read) && read == number) return true;
        Position = before;
        return false;
    }

    public bool TryBytes(out ReadOnlySpan<byte> value) => TryString(CborMajor.Bytes, out value);

    /// <summary>Reads a text string as its UTF-8 bytes, unchecked.</summary>
    public bool TryText(out ReadOnlySpan<byte> value) => TryString(CborMajor.Text, out value);

    /// <summary>Passes over one item of any kind, nested to at most 8 levels.</summary>
    public bool TrySkip() => TrySkip(MaxDepth);

    private bool TrySkip(int depth)
    {
        if (depth == 0 || !TryHead(out var major, out var value)) return false;
        switch (major)
        {
            case CborMajor.Bytes or CborMajor.Text:
                return TryTake(value, out _);
            case CborMajor.Array:
                return TrySkipMany(value, depth - 1);
            case CborMajor.Map:
                return value <= int.MaxValue && TrySkipMany(value * 2, depth - 1);
            case CborMajor.Tag:
                return TrySkip(depth - 1);
            default:
                return true;
        }
    }

    private bool TrySkipMany(ulong count, int depth)
    {
        for (; count > 0; count--)
        {
            if (!TrySkip(depth)) return false;
        }

        return true;
    }

    private bool TryString(CborMajor major, out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryHead(major, out var length) && TryTake(length, out value);
    }

    private bool TryHead(CborMajor wanted, out ulong value) => TryHead(out var major, out value) && major == wanted;

    private bool TryHead(out CborMajor major, out ulong value)
    {
        (major, value) = (default, 0);
        if (!TryTake(1, out var first)) return false;
        major = (CborMajor)(first[0] >> 5);
        var information = first[0] & 31;
        value = (ulong)information;
        if (information < 24) return true;
        if (information > 27 || !TryTake(1UL << (information - 24), out var bytes)) return false;
        value = information switch
        {
            24 => bytes[0],
            25 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            26 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        };
        return major == CborMajor.Simple ? information > 24 || value >= 32 : value >= Shortest(information);
    }

    /// <summary>The smallest value whose shortest head has this additional information.</summary>
    private static ulong Shortest(int information) => information switch
    {
        24 => 24,
        25 => 1UL << 8,
        26 => 1UL << 16,
        _ => 1UL << 32,
    };

    private bool TryTake(ulong length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (length > (ulong)(_source.Length - Position)) return false;
        bytes = _source.Slice(Position, (int)length);
        Position += (int)length;
        return true;
    }
}
