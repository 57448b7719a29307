namespace EdgeService.Core.Tokens;

/// <summary>
/// The constants of receipts: COSE_Sign1 (RFC 9052) by the dock's own key, ES256, over <c>{1: terminal, 2: item_ref, 3: slot, 4: sequence,
/// 5: time}</c> in deterministic CBOR, as Base32 text.
/// </summary>
public static class ReceiptFormat
{
    /// <summary>What every receipt text begins with.</summary>
    public const string Prefix = "PR1";

    /// <summary>No receipt has more bytes than this.</summary>
    public const int MaxBytes = 183;

    /// <summary>No receipt text has more characters: QR version 10 at level M holds 311.</summary>
    public const int MaxCharacters = 296;

    /// <summary>Longest item reference, bytes of UTF-8.</summary>
    public const int MaxItemBytes = 64;

    internal const uint TerminalLabel = 1;
    internal const uint ItemLabel = 2;
    internal const uint SlotLabel = 3;
    internal const uint SequenceLabel = 4;
    internal const uint TimeLabel = 5;
}
