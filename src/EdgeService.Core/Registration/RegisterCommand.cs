namespace EdgeService.Core.Registration;

/// <summary>What somebody wants done to a terminal.</summary>
/// <param name="Actor">Who: a URN.</param>
public abstract record RegisterCommand(string Actor);

/// <summary>A certificate for a terminal that an operator vouches for. Any it has go on being good for a little, until the new one is in place.</summary>
/// <param name="Actor">The operator.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="Overlap">How long others go on being good.</param>
public sealed record EnrolTerminal(string Actor, RegisteredCertificate Certificate, TimeSpan Overlap) : RegisterCommand(Actor);

/// <summary>A new certificate over a good one.</summary>
/// <param name="Actor">The terminal.</param>
/// <param name="Certificate">The new one.</param>
/// <param name="Over">The one that was shown; the register may not know it yet.</param>
/// <param name="Overlap">How long it goes on being good.</param>
/// <param name="MustBeRegistered">Whether the one that was shown must stand in the register.</param>
public sealed record RenewCertificate(
    string Actor, RegisteredCertificate Certificate, RegisteredCertificate Over, TimeSpan Overlap, bool MustBeRegistered) : RegisterCommand(Actor);

/// <summary>No call for the time being.</summary>
public sealed record SuspendTerminal(string Actor, string Reason) : RegisterCommand(Actor);

/// <summary>Calls again.</summary>
public sealed record ResumeTerminal(string Actor, string Reason) : RegisterCommand(Actor);

/// <summary>No call ever again.</summary>
public sealed record RevokeTerminal(string Actor, string Reason) : RegisterCommand(Actor);

/// <summary>No call with this certificate, whether it was issued here or elsewhere.</summary>
public sealed record RevokeCertificate(string Actor, string Serial, string Reason) : RegisterCommand(Actor);

/// <summary>What came of a command.</summary>
public enum RegisterResult
{
    /// <summary>It is done.</summary>
    Done = 1,

    /// <summary>It was so already.</summary>
    AsItWas = 2,

    /// <summary>The terminal is revoked, which is final.</summary>
    Final = 3,

    /// <summary>The certificate that was shown is not good any more.</summary>
    NotGood = 4,

    /// <summary>The terminal was given as many certificates of late as it may renew to.</summary>
    TooMany = 5,
}

/// <summary>A command carried out.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Next">The terminal as it then is.</param>
/// <param name="Event">What is written into its history; null where nothing has changed.</param>
public sealed record RegisterStep(RegisterResult Result, RegisteredTerminal Next, RegisterEvent? Event)
{
    /// <summary>From when on the same may be asked again, where there were too many.</summary>
    public DateTimeOffset Earliest { get; init; }
}
