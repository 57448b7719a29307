namespace EdgeService.Building.Audit;

/// <summary>What one line of the audit log says: nothing of a member, and nothing that a person wrote.</summary>
/// <param name="Time">When, in UTC to the millisecond.</param>
/// <param name="Actor">Who: the URN of a certificate, or of the edge itself; empty where none was proven.</param>
/// <param name="Act">What was done or asked: a method's full name, or an act of the edge such as <c>catalog.adopted</c>.</param>
/// <param name="Subject">What it was done to, such as <c>snapshot:42</c>; empty where there is none.</param>
/// <param name="Outcome"><c>BEGUN</c>, <c>DONE</c>, or <c>REFUSED</c> and <c>FAILED</c> with a reason.</param>
/// <param name="Request">The request's id, as other logs have it; empty for acts of the edge.</param>
public sealed record AuditEntry(DateTimeOffset Time, string Actor, string Act, string Subject, string Outcome, string Request)
{
    /// <summary>It is about to be done: on disk before it is.</summary>
    public const string Begun = "BEGUN";

    public const string Done = "DONE";
}
