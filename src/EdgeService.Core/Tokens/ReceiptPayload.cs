using System.Text;
using System.Text.Unicode;

namespace EdgeService.Core.Tokens;

/// <summary>What a receipt says, as deterministic CBOR.</summary>
internal static class ReceiptPayload
{
    public static int Write(in DockReceipt receipt, Span<byte> destination)
    {
        var time = receipt.Time.ToUnixTimeSeconds();
        var item = Encoding.UTF8.GetBytes(receipt.ItemRef);
        ArgumentNullException.ThrowIfNull(receipt.Terminal.Code, nameof(receipt));
        ArgumentOutOfRangeException.ThrowIfNotEqual(time, (uint)time, nameof(receipt));
        ArgumentOutOfRangeException.ThrowIfZero(item.Length, nameof(receipt));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(item.Length, ReceiptFormat.MaxItemBytes, nameof(receipt));
        var cbor = new CborBuilder(destination);
        cbor.Map(5);
        cbor.Unsigned(ReceiptFormat.TerminalLabel);
        cbor.Text(receipt.Terminal.Code);
        cbor.Unsigned(ReceiptFormat.ItemLabel);
        cbor.Utf8(item);
        cbor.Unsigned(ReceiptFormat.SlotLabel);
        cbor.Unsigned(receipt.Slot);
        cbor.Unsigned(ReceiptFormat.SequenceLabel);
        cbor.Unsigned(receipt.Sequence);
        cbor.Unsigned(ReceiptFormat.TimeLabel);
        cbor.Unsigned((uint)time);
        return cbor.Length;
    }

    /// <summary>Reads what <see cref="Write"/> would have written, byte for byte, and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out DockReceipt receipt)
    {
        receipt = default;
        var cursor = new CborCursor(payload);
        if (!cursor.TryMap(out var count) || count != 5
            || !TryKey(ref cursor, ReceiptFormat.TerminalLabel) || !cursor.TryText(out var code) || !AudienceCode.TryRead(code, out var terminal)
            || !TryKey(ref cursor, ReceiptFormat.ItemLabel) || !cursor.TryText(out var item) || item.Length is 0 or > ReceiptFormat.MaxItemBytes || !Utf8.IsValid(item)
            || !TryNumber(ref cursor, ReceiptFormat.SlotLabel, out var slot)
            || !TryNumber(ref cursor, ReceiptFormat.SequenceLabel, out var sequence)
            || !TryNumber(ref cursor, ReceiptFormat.TimeLabel, out var time)
            || !cursor.AtEnd)
            return false;
        receipt = new(terminal, Encoding.UTF8.GetString(item), slot, sequence, DateTimeOffset.FromUnixTimeSeconds(time));
        return true;
    }

    private static bool TryKey(ref CborCursor cursor, uint expected) => cursor.TryUnsigned(out var key) && key == expected;

    private static bool TryNumber(ref CborCursor cursor, uint label, out uint value)
    {
        value = 0;
        if (!TryKey(ref cursor, label) || !cursor.TryUnsigned(out var wide) || wide > uint.MaxValue) return false;
        value = (uint)wide;
        return true;
    }
}
