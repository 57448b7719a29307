namespace EdgeService.Core.Tokens;

/// <summary>The constants of the token format: COSE_Sign1 (RFC 9052) over a CWT (RFC 8392), ES256, as Base32 text.</summary>
public static class TokenFormat
{
    /// <summary>What every token text begins with.</summary>
    public const string Prefix = "PE1";

    /// <summary>No token has more bytes than this.</summary>
    public const int MaxBytes = 160;

    /// <summary>No token text has more characters: QR version 9 at level M holds 262.</summary>
    public const int MaxCharacters = 259;

    /// <summary>How far two clocks may be apart.</summary>
    public static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(30);

    internal const int SignatureSize = 64;
    internal const int ProtectedSize = 13;
    internal const uint AlgorithmLabel = 1;
    internal const uint KeyIdLabel = 4;
    internal const uint AudienceClaim = 3;
    internal const uint ExpiryClaim = 4;
    internal const uint IdClaim = 7;

    /// <summary>Of the private claim -65537, as CBOR counts negative numbers.</summary>
    internal const uint GrantClaimMagnitude = 65536;

    /// <summary>Of ES256, -7.</summary>
    internal const uint AlgorithmMagnitude = 6;
}
