namespace EdgeService.Core.Grants;

/// <summary>
/// Whether a dock's sequence is whole around a receipt: a number is never signed twice with other content, and times do not run backwards
/// while numbers rise.
/// </summary>
public static class ReceiptSequence
{
    /// <summary>The doubt; null when there is none. Gaps are none: a receipt may be lost, or handed in later.</summary>
    public static Doubt? DoubtOf(in ReceiptSighting receipt, in ReceiptNeighbours known) =>
        known.Same is { } same && same.Digest != receipt.Digest ? Doubt.NumberUsedTwice
        : known.Before is { } before && before.Time > receipt.Time ? Doubt.TimesOutOfOrder
        : known.After is { } after && after.Time < receipt.Time ? Doubt.TimesOutOfOrder
        : null;
}
