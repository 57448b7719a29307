using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>A receipt that was seen: all that must be remembered of it to know whether a dock's sequence is whole.</summary>
/// <param name="Terminal">Audience code of the dock.</param>
/// <param name="Sequence">Its number at that dock.</param>
/// <param name="Time">Its own time, whole seconds.</param>
/// <param name="Digest">First 16 bytes of the SHA-256 of what was signed.</param>
public readonly record struct ReceiptSighting(string Terminal, uint Sequence, DateTimeOffset Time, UInt128 Digest)
{
    /// <summary>What is remembered of a verified receipt.</summary>
    public static ReceiptSighting Of(in DockReceipt receipt, UInt128 digest) => new(receipt.Terminal.Code, receipt.Sequence, receipt.Time, digest);
}

/// <summary>What is known of the same dock's receipts around a number. Each is null when none is known.</summary>
/// <param name="Same">The receipt of that very number.</param>
/// <param name="Before">The known receipt with the next lower number.</param>
/// <param name="After">The known receipt with the next higher number.</param>
public readonly record struct ReceiptNeighbours(ReceiptSighting? Same, ReceiptSighting? Before, ReceiptSighting? After);
