namespace EdgeService.Core.Grants;

/// <summary>One thing that happened to a grant.</summary>
/// <param name="State">The state it led to; the same as before for a return in part or a charge.</param>
/// <param name="At">When it happened, which may be earlier than when it was recorded.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Reason">Why, in a few words, without personal data.</param>
public sealed record Transition(GrantState State, DateTimeOffset At, Actor Actor, string Reason)
{
    /// <summary>What happened; null in what was stored before kinds were kept here.</summary>
    public EntryKind? Kind { get; init; }

    /// <summary>The state of money it led to.</summary>
    public MoneyState Money { get; init; } = MoneyState.None;

    /// <summary>The record effect it led to.</summary>
    public RecordEffect Effect { get; init; } = RecordEffect.None;

    /// <summary>Minor units of the grant's currency that it was about; 0 where it was not about money.</summary>
    public long Amount { get; init; }
}
