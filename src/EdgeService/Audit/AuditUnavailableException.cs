namespace EdgeService.Audit;

/// <summary>The audit log cannot be written, so that what would have been recorded must not be done.</summary>
public sealed class AuditUnavailableException(Exception cause) : Exception("The audit log cannot be written.", cause);
