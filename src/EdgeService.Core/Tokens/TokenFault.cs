namespace EdgeService.Core.Tokens;

/// <summary>Why a token is refused. Checks run in the order of these values, but for the last, and the first that fails is the one reported.</summary>
public enum TokenFault
{
    None = 0,

    /// <summary>Not a token text: prefix, alphabet, length, or a text that encoding would not have produced.</summary>
    Shape = 1,

    /// <summary>Not the one deterministic CBOR form that a token of this format has.</summary>
    NotCanonical = 2,

    /// <summary>The key list does not hold the signing key.</summary>
    UnknownKey = 3,

    /// <summary>The header names another algorithm than the one its key is pinned to.</summary>
    AlgorithmMismatch = 4,

    /// <summary>The signature does not hold.</summary>
    BadSignature = 5,

    /// <summary>Genuine, but for another terminal or gate group.</summary>
    WrongAudience = 6,

    /// <summary>Its key is not in use yet.</summary>
    NotYetValid = 7,

    /// <summary>Expired more than 30 s ago.</summary>
    Expired = 8,

    /// <summary>Its key may not sign for this perk.</summary>
    KeyNotForPerk = 9,

    /// <summary>Its key may not sign for this venue.</summary>
    KeyNotForVenue = 10,

    /// <summary>Its key may not sign for so long a lifetime, or for a time after its own end.</summary>
    KeyNotForLifetime = 11,

    /// <summary>Revoked by the issuer, the member or an operator. Found from status, not from the token.</summary>
    Revoked = 12,

    /// <summary>Redeemed before. Found from the ledger, not from the token.</summary>
    AlreadyRedeemed = 13,

    /// <summary>Its key is believed no more, so whoever signed it cannot be told. Looked for in the place of <see cref="UnknownKey"/>.</summary>
    KeyCompromised = 14,
}
