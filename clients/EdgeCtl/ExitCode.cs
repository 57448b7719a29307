using Perks.Edge.V1;

namespace EdgeCtl;

/// <summary>What a script can tell without reading the output.</summary>
internal static class ExitCode
{
    /// <summary>Eligible, or done.</summary>
    public const int Done = 0;

    /// <summary>The command, an option or a field of the request is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The answer is no: a perk, token, file or catalog was refused.</summary>
    public const int Refused = 3;

    /// <summary>A person decides at the desk.</summary>
    public const int Referred = 4;

    /// <summary>The service is out of reach, or something failed.</summary>
    public const int Failed = 5;

    /// <summary>The service answered: there is no such grant, conflict or decision, or its state does not allow it.</summary>
    public const int NotSo = 6;

    public static int Of(Outcome outcome) => outcome switch
    {
        Outcome.Eligible => Done,
        Outcome.ReferToDesk => Referred,
        _ => Refused,
    };

    public static int Of(TokenVerdict verdict) => verdict == TokenVerdict.Valid ? Done : Refused;

    public static int Of(RedeemOutcome outcome) => outcome switch
    {
        RedeemOutcome.Redeemed or RedeemOutcome.Provisional => Done,
        RedeemOutcome.Referred => Referred,
        _ => Refused,
    };

    public static int Of(RevokeOutcome outcome) =>
        outcome is RevokeOutcome.Revoked or RevokeOutcome.Expired ? Done : Refused;

    public static int Of(GrantOutcome outcome) => outcome switch
    {
        GrantOutcome.Granted or GrantOutcome.Provisional => Done,
        GrantOutcome.Referred => Referred,
        _ => Refused,
    };
}
