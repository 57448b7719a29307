namespace EdgeService.Start;

/// <summary>How the process ends.</summary>
public static class ExitCode
{
    /// <summary>Asked to stop, and drained.</summary>
    public const int Stopped = 0;

    /// <summary>Failed, as when a port is taken.</summary>
    public const int Failed = 1;

    /// <summary>Something to be provided is missing or wrong; all of it was listed.</summary>
    public const int NotProvided = 2;

    /// <summary>A re-keying was refused, as where members of the ledger are not among those given; nothing was changed.</summary>
    public const int Refused = 3;
}
