namespace EdgeService.Core.Tokens;

/// <summary>
/// Base32 of RFC 4648 section 6 without padding, strict: capitals only, and only texts that encoding would have produced are decoded,
/// so every byte string has exactly one text.
/// </summary>
public static class Base32
{
    private const byte Bad = 0x80;

    private static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8;

    private static readonly byte[] Values = ValuesOf(Alphabet);

    /// <summary>Characters that encode <paramref name="byteCount"/> bytes.</summary>
    public static int EncodedLength(int byteCount) => ((byteCount * 8) + 4) / 5;

    /// <summary>Bytes that <paramref name="charCount"/> characters decode to.</summary>
    public static int DecodedLength(int charCount) => (int)((long)charCount * 5 / 8);

    /// <summary>The prefix followed by the encoded bytes.</summary>
    public static string Encode(string prefix, ReadOnlySpan<byte> source)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var length = EncodedLength(source.Length);
        Span<char> text = length <= 512 ? stackalloc char[length] : new char[length];
        Encode(source, text);
        return string.Concat(prefix, text);
    }

    /// <summary>Encodes into <paramref name="destination"/>, which must hold <see cref="EncodedLength"/> characters.</summary>
    public static void Encode(ReadOnlySpan<byte> source, Span<char> destination)
    {
        for (; source.Length >= 5; source = source[5..], destination = destination[8..])
            EncodeBlock(((ulong)source[0] << 32) | ((ulong)source[1] << 24) | ((ulong)source[2] << 16) | ((ulong)source[3] << 8) | source[4], destination[..8]);
        if (source.IsEmpty) return;
        ulong tail = 0;
        for (var i = 0; i < 5; i++) tail = (tail << 8) | (i < source.Length ? source[i] : 0u);
        Span<char> block = stackalloc char[8];
        EncodeBlock(tail, block);
        block[..EncodedLength(source.Length)].CopyTo(destination);
    }

    /// <summary>
    /// Decodes <paramref name="source"/> into <paramref name="destination"/>, which must hold <see cref="DecodedLength"/> bytes. False for a character
    /// outside the alphabet, a length no encoding has, or left-over bits that are not zero.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<char> source, Span<byte> destination, out int written)
    {
        written = 0;
        var bad = 0;
        for (; source.Length >= 8; source = source[8..], written += 5) bad |= DecodeBlock(source[..8], destination.Slice(written, 5));
        if (source.IsEmpty) return (bad & Bad) == 0;
        Span<char> block = ['A', 'A', 'A', 'A', 'A', 'A', 'A', 'A'];
        Span<byte> bytes = stackalloc byte[5];
        source.CopyTo(block);
        bad |= DecodeBlock(block, bytes);
        var count = DecodedLength(source.Length);
        if ((bad & Bad) != 0 || EncodedLength(count) != source.Length || bytes[count..].ContainsAnyExcept((byte)0)) return false;
        bytes[..count].CopyTo(destination[written..]);
        written += count;
        return true;
    }

    private static void EncodeBlock(ulong bits, Span<char> block)
    {
        for (var i = 7; i >= 0; i--, bits >>= 5) block[i] = (char)Alphabet[(int)(bits & 31)];
    }

    private static int DecodeBlock(ReadOnlySpan<char> block, Span<byte> bytes)
    {
        ulong bits = 0;
        var bad = 0;
        foreach (var character in block)
        {
            var value = character < Values.Length ? Values[character] : Bad;
            bad |= value;
            bits = (bits << 5) | (value & 31u);
        }

        for (var i = 4; i >= 0; i--, bits >>= 8) bytes[i] = (byte)bits;
        return bad;
    }

    private static byte[] ValuesOf(ReadOnlySpan<byte> alphabet)
    {
        var values = new byte[128];
        Array.Fill(values, Bad);
        for (var i = 0; i < alphabet.Length; i++) values[alphabet[i]] = (byte)i;
        return values;
    }
}
