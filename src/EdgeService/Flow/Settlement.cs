using System.Text;

namespace EdgeService.Flow;

/// <summary>What became of a claim: a terminal's, or this edge's own provisional note.</summary>
public enum ClaimResult
{
    /// <summary>In the ledger, at its own time.</summary>
    Settled = 1,

    /// <summary>It came second and is kept with both sides.</summary>
    LateConflict = 2,

    /// <summary>The token did not verify.</summary>
    InvalidToken = 3,

    /// <summary>It cannot be settled as it is.</summary>
    Faulty = 4,

    /// <summary>Noted, and the ledger is not back yet.</summary>
    Pending = 5,
}

/// <summary>What a provisional note was settled to, as it is kept: the result, then the sealed id of the grant.</summary>
internal static class Settlement
{
    public static byte[] Write(ClaimResult result, string grantId) => [(byte)result, .. Encoding.ASCII.GetBytes(grantId)];

    public static (ClaimResult Result, string GrantId) Read(byte[] bytes) => ((ClaimResult)bytes[0], Encoding.ASCII.GetString(bytes.AsSpan(1)));
}
