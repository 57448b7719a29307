namespace EdgeService.Core.Registration;

/// <summary>Why a certificate is not good though its authority vouches for it.</summary>
public enum StandingRefusal
{
    None = 0,

    /// <summary>The terminal is suspended.</summary>
    Suspended,

    /// <summary>The terminal is revoked.</summary>
    Revoked,

    /// <summary>This one certificate is.</summary>
    CertificateRevoked,

    /// <summary>The register does not know it, and must.</summary>
    NotRegistered,
}

/// <summary>What the register says to a certificate.</summary>
/// <param name="Refusal">Why it is not good; <see cref="StandingRefusal.None"/> if it is.</param>
/// <param name="GoodUntil">Until when: its end, or when another has taken its place.</param>
public readonly record struct CertificateStanding(StandingRefusal Refusal, DateTimeOffset GoodUntil)
{
    /// <param name="terminal">Null where the register knows no such terminal.</param>
    /// <param name="serial">The certificate's serial number.</param>
    /// <param name="mustBeRegistered">Whether one that the register does not know is refused. Of a terminal that was enrolled it always is.</param>
    public static CertificateStanding Of(RegisteredTerminal? terminal, string serial, bool mustBeRegistered)
    {
        if (terminal is null)
            return mustBeRegistered ? No(StandingRefusal.NotRegistered) : Yes(DateTimeOffset.MaxValue);
        if (terminal.State != TerminalState.Open)
            return No(terminal.State == TerminalState.Suspended ? StandingRefusal.Suspended : StandingRefusal.Revoked);
        return terminal.Find(serial) switch
        {
            { IsRevoked: true } => No(StandingRefusal.CertificateRevoked),
            { } known => Yes(known.GoodUntil),
            null when mustBeRegistered => No(StandingRefusal.NotRegistered),
            null => Yes(terminal.OthersUntil),
        };
    }

    private static CertificateStanding Yes(DateTimeOffset until) => new(StandingRefusal.None, until);

    private static CertificateStanding No(StandingRefusal refusal) => new(refusal, DateTimeOffset.MinValue);
}
