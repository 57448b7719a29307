using System.Buffers.Binary;
using System.Text;

namespace EdgeService.Core.Tokens;

/// <summary>
/// Writes deterministic CBOR (RFC 8949 section 4.2.1): shortest heads, definite lengths. Numbers up to 32 bits, which is all that tokens use.
/// The caller orders map keys and gives room enough.
/// </summary>
public ref struct CborBuilder(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _destination[..Length];

    public void Unsigned(uint value) => Head(CborMajor.Unsigned, value);

    /// <summary>The negative number -1 - <paramref name="magnitude"/>.</summary>
    public void Negative(uint magnitude) => Head(CborMajor.Negative, magnitude);

    public void Array(int count) => Head(CborMajor.Array, (uint)count);

    public void Map(int count) => Head(CborMajor.Map, (uint)count);

    public void Tag(uint number) => Head(CborMajor.Tag, number);

    public void Bytes(scoped ReadOnlySpan<byte> value) => value.CopyTo(Bytes(value.Length));

    /// <summary>Writes the head of a byte string and returns the room for its content.</summary>
    public Span<byte> Bytes(int length)
    {
        Head(CborMajor.Bytes, (uint)length);
        Length += length;
        return _destination.Slice(Length - length, length);
    }

    /// <summary>Writes a text string of ASCII characters.</summary>
    public void Text(scoped ReadOnlySpan<char> ascii)
    {
        Head(CborMajor.Text, (uint)ascii.Length);
        Length += Encoding.ASCII.GetBytes(ascii, _destination[Length..]);
    }

    /// <summary>Writes a text string that is UTF-8 already.</summary>
    public void Utf8(scoped ReadOnlySpan<byte> utf8)
    {
        Head(CborMajor.Text, (uint)utf8.Length);
        utf8.CopyTo(_destination[Length..]);
        Length += utf8.Length;
    }

    private void Head(CborMajor major, uint value)
    {
        var kind = (byte)((int)major << 5);
        var room = _destination[Length..];
        switch (value)
        {
            case < 24:
                room[0] = (byte)(kind | value);
                Length += 1;
                break;
            case <= byte.MaxValue:
                (room[0], room[1]) = ((byte)(kind | 24), (byte)value);
                Length += 2;
                break;
            case <= ushort.MaxValue:
                room[0] = (byte)(kind | 25);
                BinaryPrimitives.WriteUInt16BigEndian(room[1..], (ushort)value);
                Length += 3;
                break;
            default:
                room[0] = (byte)(kind | 26);
                BinaryPrimitives.WriteUInt32BigEndian(room[1..], value);
                Length += 5;
                break;
        }
    }
}
