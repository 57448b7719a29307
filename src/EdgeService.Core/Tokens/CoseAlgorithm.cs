namespace EdgeService.Core.Tokens;

/// <summary>Signature algorithms of the COSE registry (RFC 9053 section 2.1). Tokens use <see cref="Es256"/> alone.</summary>
public enum CoseAlgorithm
{
    /// <summary>No algorithm, or one that is not listed here.</summary>
    None = 0,

    /// <summary>ECDSA with SHA-256.</summary>
    Es256 = -7,

    /// <summary>ECDSA with SHA-384.</summary>
    Es384 = -35,

    /// <summary>ECDSA with SHA-512.</summary>
    Es512 = -36,
}
