namespace EdgeService.Audit;

/// <summary>What a call that is recorded is about, for whoever reads its message to say; a feature of the call, and of no other.</summary>
public sealed class AuditSubject
{
    public string Text { get; private set; } = "";

    /// <summary>The subject of a call that is recorded; null where none is, and nothing need be said.</summary>
    public static AuditSubject? Of(HttpContext call) => call.Features.Get<AuditSubject>();

    /// <summary>Says what the call is about, such as <c>snapshot:42</c>: ids, never a member and nothing that a person wrote.</summary>
    public void Say(string subject) => Text = subject;
}
