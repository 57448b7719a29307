namespace EdgeService.Building.Audit;

/// <summary>What is wrong with an audit log.</summary>
public enum AuditFaultKind
{
    /// <summary>A line is not as an edge with this key wrote it.</summary>
    Changed = 1,

    /// <summary>A line stands between two that follow each other, and no edge with this key wrote it.</summary>
    Inserted,

    /// <summary>Lines are missing.</summary>
    Removed,

    /// <summary>A line stands where another should, or stands there twice.</summary>
    OutOfPlace,

    /// <summary>A genuine line that does not follow the one before it: from another log, or from another history of this one.</summary>
    OtherHistory,

    /// <summary>The last lines are missing, by the checkpoint.</summary>
    Truncated,

    /// <summary>The last line has no end: a crash left it so, and the edge repairs it when it starts.</summary>
    Torn,

    /// <summary>The checkpoint is missing, was changed, or speaks of another history.</summary>
    Checkpoint,

    /// <summary>A file among the daily ones that is none.</summary>
    StrangeFile,
}

/// <summary>One fault.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Its line, 1 for the first; 0 where it is about the file.</param>
/// <param name="Message">What was found.</param>
public sealed record AuditFault(AuditFaultKind Kind, string File, int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : $"{File}: {Message}";
}

/// <summary>What verifying an audit log found.</summary>
/// <param name="Files">Daily files.</param>
/// <param name="Lines">Genuine lines in their place.</param>
/// <param name="Last">The last of them; null when there is none.</param>
/// <param name="Faults">All faults, in the order of the log.</param>
public sealed record AuditReport(int Files, long Lines, AuditCheckpoint? Last, IReadOnlyList<AuditFault> Faults);
