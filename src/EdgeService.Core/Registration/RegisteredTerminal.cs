using System.Collections.Immutable;

namespace EdgeService.Core.Registration;

/// <summary>Whether a terminal's certificates count at all.</summary>
public enum TerminalState
{
    /// <summary>They do.</summary>
    Open = 1,

    /// <summary>They do not until an operator says so.</summary>
    Suspended = 2,

    /// <summary>They never do again, nor will there be others: the name is used up.</summary>
    Revoked = 3,
}

/// <summary>What the register keeps of a terminal.</summary>
/// <param name="Urn">Its name, as certificates carry it.</param>
public sealed record RegisteredTerminal(string Urn)
{
    /// <summary>How often it was changed; 0 before the first time.</summary>
    public long Version { get; init; }

    public TerminalState State { get; init; } = TerminalState.Open;

    /// <summary>Until when certificates that do not stand here are good as well; always, until the first one is issued.</summary>
    public DateTimeOffset OthersUntil { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Those that were issued, or revoked though they were not. The latest issued comes last.</summary>
    public ImmutableArray<RegisteredCertificate> Certificates { get; init; } = [];

    /// <summary>Whether a certificate was ever issued to it here.</summary>
    public bool IsEnrolled => OthersUntil != DateTimeOffset.MaxValue;

    public RegisteredCertificate? Find(string serial)
    {
        foreach (var certificate in Certificates)
        {
            if (certificate.Serial == serial)
                return certificate;
        }

        return null;
    }
}

/// <summary>A certificate of a terminal.</summary>
/// <param name="Serial">Its serial number, in capital hexadecimal digits without leading zeros.</param>
/// <param name="Digest">SHA-256 of the certificate, in hexadecimal digits; empty where only the serial number is known.</param>
/// <param name="NotBefore">When it begins.</param>
/// <param name="NotAfter">When it ends; the end of time where that is not known.</param>
public sealed record RegisteredCertificate(string Serial, string Digest, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>When it ceases to be good: its end, or before that when another has taken its place.</summary>
    public DateTimeOffset GoodUntil { get; init; } = NotAfter;

    public bool IsRevoked { get; init; }

    /// <summary>Whether the whole certificate was seen here, and not only its number.</summary>
    public bool IsOurs => Digest.Length > 0;

    /// <summary>Whether the register still speaks of it: one that ended or was superseded more than a day ago is refused without. One that is revoked stays until its end.</summary>
    public bool IsSpokenOfAt(DateTimeOffset now) => (IsRevoked ? NotAfter : GoodUntil) > now - Registering.Day;

    /// <summary>Whether another has taken its place.</summary>
    public bool IsSuperseded => !IsRevoked && GoodUntil < NotAfter;
}

/// <summary>What was done to a terminal.</summary>
public enum RegisterAct
{
    Enrolled = 1,
    Renewed = 2,
    Suspended = 3,
    Resumed = 4,
    Revoked = 5,
    CertificateRevoked = 6,
}

/// <summary>One line of a terminal's history.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">By whom: the URN of an operator, or the terminal's own.</param>
/// <param name="Act">What.</param>
/// <param name="Serial">The certificate that it is about; empty where it is about the terminal.</param>
/// <param name="Reason">Why; empty where nobody has to say.</param>
public sealed record RegisterEvent(DateTimeOffset At, string Actor, RegisterAct Act, string Serial, string Reason);
