namespace EdgeService.Core.Tokens;

/// <summary>What a dock signs when a thing comes back. Nothing in it names the member.</summary>
/// <param name="Terminal">Audience code of the dock.</param>
/// <param name="ItemRef">The partner's number of the thing, 1–64 bytes of UTF-8.</param>
/// <param name="Slot">The place it was put in.</param>
/// <param name="Sequence">One more with each receipt of this dock.</param>
/// <param name="Time">When, by the dock's clock, whole seconds.</param>
public readonly record struct DockReceipt(AudienceCode Terminal, string ItemRef, uint Slot, uint Sequence, DateTimeOffset Time);

/// <summary>Why a receipt is refused, in the order of checking.</summary>
public enum ReceiptFault
{
    None = 0,

    /// <summary>Not a receipt text: prefix, alphabet or length.</summary>
    Shape = 1,

    /// <summary>Not the one deterministic form that a receipt has.</summary>
    NotCanonical = 2,

    /// <summary>No dock of that code, or its key is not on file, or another key signed.</summary>
    UnknownKey = 3,

    /// <summary>The signature does not hold.</summary>
    BadSignature = 4,
}

/// <summary>What came of verifying a receipt; meaningful only without a fault.</summary>
/// <param name="Fault">Why it is refused.</param>
/// <param name="Receipt">What it says.</param>
/// <param name="Digest">First 16 bytes of the SHA-256 of what was signed, for <c>ReceiptSighting</c>.</param>
public readonly record struct ReceiptVerdict(ReceiptFault Fault, DockReceipt Receipt, UInt128 Digest)
{
    public bool IsGood => Fault == ReceiptFault.None;
}
