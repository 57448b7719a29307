using System.Buffers.Binary;
using EdgeService.Core.Members;

namespace EdgeService.Core.Snapshots;

/// <summary>Kinds of item in a detail record. A reader that meets another kind answers nothing about that member.</summary>
public enum DetailKind
{
    /// <summary>One dated ban, 24 bytes.</summary>
    Ban = 1,

    /// <summary>Index into the table of consent sets, 4 bytes.</summary>
    ConsentIndex = 2,

    /// <summary>A consent set of its own, 4 bytes a contract.</summary>
    Consents = 3,

    /// <summary>One dated consent, 24 bytes.</summary>
    DatedConsent = 4,
}

/// <summary>The side section for the few members of whom an entry cannot tell everything.</summary>
internal sealed class MemberDetails(SnapshotSection index, SnapshotSection records, ConsentTable consents)
{
    private const int MaxGuesses = 8;

    public long Count => index.Length / SnapshotFormat.DetailIndexBytes;

    /// <summary>False when the record is missing or cannot be read: nothing is answered then.</summary>
    public bool TryRead(MemberKey prefix, SnapshotEntry entry, out Standing standing)
    {
        standing = default;
        if (!TryLocate(prefix, out var position) || !records.TryReadUInt32(position, out var itemCount))
        {
            return false;
        }

        var told = new Told();
        position += sizeof(uint);
        for (var i = 0; i < itemCount; i++)
        {
            if (!records.TrySlice(position, SnapshotFormat.DetailItemHeaderBytes, out var header)
                || !records.TrySlice(
                    position + SnapshotFormat.DetailItemHeaderBytes, BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), out var item)
                || !TryTake((DetailKind)BinaryPrimitives.ReadUInt32LittleEndian(header), item, told))
            {
                return false;
            }

            position += SnapshotFormat.DetailItemHeaderBytes + item.Length;
        }

        if (told.Consents is null)
        {
            return false;
        }

        standing = entry.With(told.Consents, told.Bans, told.DatedConsents);
        return true;
    }

    /// <summary>
    /// Reads the record of somebody, drawn by the key: whoever has none takes as long by it as whoever has. Nothing of it is answered.
    /// </summary>
    public void ReadAnothers(MemberKey key, SnapshotEntry entry)
    {
        var ordinal = (long)Math.BigMul(key.Value * 0x9E37_79B9_7F4A_7C15, (ulong)Count, out _);
        if (index.TryReadUInt64(ordinal * SnapshotFormat.DetailIndexBytes, out var prefix))
        {
            TryRead(new MemberKey(prefix), entry, out _);
        }
    }

    private bool TryTake(DetailKind kind, ReadOnlySpan<byte> item, Told told)
    {
        switch (kind)
        {
            case DetailKind.Ban when BanBytes.TryRead(item, out var ban):
                told.Bans.Add(ban);
                return true;
            case DetailKind.DatedConsent when DatedConsentBytes.TryRead(item, consents, out var consent):
                told.DatedConsents.Add(consent);
                return true;
            case DetailKind.ConsentIndex when item.Length == sizeof(uint):
                told.Consents = consents.TryGet(BinaryPrimitives.ReadUInt32LittleEndian(item), out var set) ? set : null;
                return told.Consents is not null;
            case DetailKind.Consents:
                told.Consents = consents.Read(item);
                return told.Consents is not null;
            default:
                return false;
        }
    }

    /// <summary>
    /// Keys are spread evenly, so a few guesses by proportion come within a cache line of the member, where halving a few million would wait
    /// for memory twenty times. Halving takes over where guesses do not: nothing a file holds makes the search long.
    /// </summary>
    private bool TryLocate(MemberKey prefix, out long position)
    {
        position = 0;
        var (low, high) = (0L, Count - 1);
        var (lowKey, highKey) = (0UL, ulong.MaxValue);
        for (var step = 0; low <= high; step++)
        {
            var at = step < MaxGuesses ? Guess(prefix.Value, low, high, lowKey, highKey) : low + ((high - low) / 2);
            if (!index.TryReadUInt64(at * SnapshotFormat.DetailIndexBytes, out var key))
            {
                return false;
            }

            if (key == prefix.Value)
            {
                return TryReadPosition(at, out position);
            }

            if (key < prefix.Value)
            {
                (low, lowKey) = (at + 1, key);
            }
            else
            {
                (high, highKey) = (at - 1, key);
            }
        }

        return false;
    }

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, in the proportion in which the key lies between those of the two.</summary>
    private static long Guess(ulong key, long low, long high, ulong lowKey, ulong highKey)
    {
        var share = (double)(key - lowKey) / Math.Max(1, highKey - lowKey);
        return Math.Clamp(low + (long)(share * (high - low)), low, high);
    }

    private bool TryReadPosition(long ordinal, out long position)
    {
        var read = index.TryReadUInt64((ordinal * SnapshotFormat.DetailIndexBytes) + sizeof(ulong), out var offset);
        position = (long)offset;
        return read && position >= 0;
    }

    /// <summary>What the items of one record have told so far.</summary>
    private sealed class Told
    {
        public List<SectorBan> Bans { get; } = [];

        public List<DatedConsent> DatedConsents { get; } = [];

        public ConsentSet? Consents { get; set; }
    }
}
