namespace EdgeService.Core.Grants;

/// <summary>One thing that happened to a grant.</summary>
/// <param name="State">The state it led to; the same as before for a return in part.</param>
/// <param name="At">When it happened, which may be earlier than when it was recorded.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Reason">Why, in a few words, without personal data.</param>
public sealed record Transition(GrantState State, DateTimeOffset At, Actor Actor, string Reason);
