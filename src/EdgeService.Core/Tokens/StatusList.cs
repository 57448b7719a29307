using System.IO.Compression;

namespace EdgeService.Core.Tokens;

/// <summary>
/// A status for each of many tokens, packed into 1, 2, 4 or 8 bits each from the least significant bit of each byte on (draft-ietf-oauth-status-list
/// section 4.1), and compressed with DEFLATE in the ZLIB format. Immutable.
/// </summary>
public sealed class StatusList
{
    /// <summary>The token is good as far as its status goes.</summary>
    public const byte Valid = 0;

    /// <summary>The token was revoked and does not become good again.</summary>
    public const byte Invalid = 1;

    /// <summary>No list that is read has more bytes than this, whatever it was compressed to.</summary>
    public const int MostBytes = 4 << 20;

    private readonly byte[] _packed;

    private StatusList(int bits, byte[] packed) => (Bits, _packed) = (bits, packed);

    /// <summary>Bits of a status.</summary>
    public int Bits { get; }

    /// <summary>How many statuses it holds.</summary>
    public int Count => _packed.Length * (8 / Bits);

    /// <summary>A list in which only the statuses named differ from <see cref="Valid"/>.</summary>
    /// <param name="bits">1, 2, 4 or 8.</param>
    /// <param name="count">How many statuses, a multiple of <c>8 / bits</c>.</param>
    /// <param name="statuses">Those that differ.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number does not fit.</exception>
    public static StatusList Of(int bits, int count, IEnumerable<(uint Index, byte Status)> statuses)
    {
        ArgumentNullException.ThrowIfNull(statuses);
        ArgumentOutOfRangeException.ThrowIfZero(IsWidth(bits) ? 1 : 0, nameof(bits));
        ArgumentOutOfRangeException.ThrowIfNotEqual(count % (8 / bits), 0, nameof(count));
        var packed = new byte[count / (8 / bits)];
        foreach (var (index, status) in statuses)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, (uint)count, nameof(statuses));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(status, 1 << bits, nameof(statuses));
            var (at, shift) = PlaceOf(bits, index);
            packed[at] = (byte)((packed[at] & ~(((1 << bits) - 1) << shift)) | (status << shift));
        }

        return new(bits, packed);
    }

    /// <summary>Reads a compressed list; null if it is none, or longer than <see cref="MostBytes"/>.</summary>
    public static StatusList? TryInflate(int bits, ReadOnlySpan<byte> compressed)
    {
        if (!IsWidth(bits)) return null;
        try
        {
            using var from = new ZLibStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
            using var to = new MemoryStream();
            var part = new byte[16 << 10];
            for (int read; (read = from.Read(part, 0, part.Length)) > 0;)
            {
                if (to.Length + read > MostBytes) return null;
                to.Write(part, 0, read);
            }

            return to.Length == 0 ? null : new(bits, to.ToArray());
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The status at an index; null beyond the end.</summary>
    public byte? At(uint index)
    {
        if (index >= Count) return null;
        var (at, shift) = PlaceOf(Bits, index);
        return (byte)((_packed[at] >> shift) & ((1 << Bits) - 1));
    }

    /// <summary>The list as it is published.</summary>
    public byte[] Deflate()
    {
        using var to = new MemoryStream();
        using (var through = new ZLibStream(to, CompressionLevel.SmallestSize, leaveOpen: true))
            through.Write(_packed, 0, _packed.Length);
        return to.ToArray();
    }

    private static bool IsWidth(int bits) => bits is 1 or 2 or 4 or 8;

    private static (int Byte, int Shift) PlaceOf(int bits, uint index) => ((int)(index / (uint)(8 / bits)), (int)(index % (uint)(8 / bits)) * bits);
}
