namespace EdgeService.Ledger;

/// <summary>What the ledger says to a call.</summary>
public abstract record LedgerAnswer
{
    private LedgerAnswer()
    {
    }

    /// <summary>The call is kept.</summary>
    /// <param name="Reply">The reply, byte for byte the first one.</param>
    /// <param name="Repeated">Whether it was kept before.</param>
    public sealed record Kept(byte[] Reply, bool Repeated) : LedgerAnswer;

    /// <summary>The request id was used before with another body.</summary>
    public sealed record Conflict : LedgerAnswer;
}
