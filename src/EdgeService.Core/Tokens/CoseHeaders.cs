namespace EdgeService.Core.Tokens;

/// <summary>The header parameters of one bucket that this service understands (RFC 9052 section 3.1).</summary>
public readonly ref struct CoseHeaders
{
    private const long AlgorithmLabel = 1;
    private const long CriticalLabel = 2;
    private const long KeyIdLabel = 4;
    private const long TypeLabel = 16;

    /// <summary>Parameters in the bucket, those passed over included.</summary>
    public int Count { get; private init; }

    public bool HasAlgorithm { get; private init; }

    /// <summary>The algorithm; <see cref="CoseAlgorithm.None"/> also when it is one this service does not know.</summary>
    public CoseAlgorithm Algorithm { get; private init; }

    public bool HasKeyId { get; private init; }

    public ReadOnlySpan<byte> KeyId { get; private init; }

    /// <summary>The media type of the whole message (RFC 9596), as UTF-8; empty when there is none, or a number stands for it.</summary>
    public ReadOnlySpan<byte> Type { get; private init; }

    /// <summary>Reads one map. False for anything but a map with keys in deterministic order, and for the parameter "crit".</summary>
    public static bool TryRead(scoped ref CborCursor cursor, out CoseHeaders headers)
    {
        headers = default;
        if (!cursor.TryMap(out var count)) return false;
        CoseHeaders found = default;
        ReadOnlySpan<byte> previous = [];
        for (ulong i = 0; i < count; i++)
        {
            var start = cursor.Position;
            var label = LabelOf(cursor);
            if (!cursor.TrySkip()) return false;
            var key = cursor.Since(start);
            if (i > 0 && previous.SequenceCompareTo(key) >= 0) return false;
            previous = key;
            if (!TryReadParameter(ref cursor, label, ref found)) return false;
        }

        headers = found;
        return true;
    }

    private static long LabelOf(CborCursor cursor) => cursor.TryInteger(out var label) ? label : 0;

    private static bool TryReadParameter(scoped ref CborCursor cursor, long label, scoped ref CoseHeaders headers)
    {
        headers = headers with { Count = headers.Count + 1 };
        switch (label)
        {
            case AlgorithmLabel:
                headers = headers with { HasAlgorithm = true, Algorithm = AlgorithmOf(cursor) };
                return cursor.TrySkip();
            case CriticalLabel:
                return false;
            case KeyIdLabel:
                var read = cursor.TryBytes(out var keyId);
                headers = headers with { HasKeyId = true, KeyId = keyId };
                return read;
            case TypeLabel:
                headers = headers with { Type = TypeOf(cursor) };
                return cursor.TrySkip();
            default:
                return cursor.TrySkip();
        }
    }

    private static ReadOnlySpan<byte> TypeOf(CborCursor cursor) => cursor.TryText(out var type) ? type : [];

    private static CoseAlgorithm AlgorithmOf(CborCursor cursor) =>
        cursor.TryInteger(out var number) && number is -7 or -35 or -36 ? (CoseAlgorithm)number : CoseAlgorithm.None;
}
