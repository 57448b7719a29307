using System.Collections.Immutable;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>
/// One grant as last recorded. What time alone has done since is seen through <see cref="SettledAt"/>; without it a lapsed
/// handover still reads <see cref="GrantState.Opening"/>.
/// </summary>
public sealed record Grant
{
    /// <summary>How long a handover may take to be confirmed, and a grant without one be called off.</summary>
    public static readonly TimeSpan HandoverWindow = TimeSpan.FromSeconds(120);

    /// <summary>Number within the member's record, from 1 without gaps. Only the sealed form of it leaves the service.</summary>
    public required long Number { get; init; }

    public required GrantTerms Terms { get; init; }

    public required GrantState State { get; init; }

    /// <summary>Token it was redeemed from; null when it was begun without one.</summary>
    public TokenId? Token { get; init; }

    /// <summary>Items already back, in the order they came.</summary>
    public ImmutableArray<string> ReturnedItems { get; init; } = [];

    /// <summary>Everything that happened to it, oldest first; never empty.</summary>
    public required ImmutableArray<Transition> Transitions { get; init; }

    /// <summary>When it was granted.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it became active; null before that, and for those that never did.</summary>
    public DateTimeOffset? ActiveAt { get; init; }

    /// <summary>When it ended; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it was open when last recorded.</summary>
    public bool IsOpen => State is GrantState.Opening or GrantState.Active;

    /// <summary>When an unconfirmed handover lapses; null unless opening.</summary>
    public DateTimeOffset? LapseAt => State == GrantState.Opening ? OpenedAt + HandoverWindow : null;

    /// <summary>When it must be back; null when nothing is due or it was never handed over.</summary>
    public DateTimeOffset? DueAt => ActiveAt + Terms.DueAfter;

    /// <summary>When time alone ends it; null when only a command does.</summary>
    public DateTimeOffset? EndsByItselfAt => State switch
    {
        GrantState.Opening => LapseAt,
        GrantState.Active => ActiveAt + Terms.SelfCloseAfter,
        _ => null,
    };

    /// <summary>Units still out, as last recorded.</summary>
    public int OpenUnits => !IsOpen ? 0 : Math.Max(1, Terms.Units - ReturnedItems.Length);

    /// <summary>Items still out, as last recorded.</summary>
    public IEnumerable<string> OpenItems => IsOpen ? Terms.Items.Except(ReturnedItems) : [];

    /// <summary>Whether it is out after its due time.</summary>
    public bool IsOverdueAt(DateTimeOffset now) => StateAt(now) == GrantState.Active && now > DueAt;

    /// <summary>The state at <paramref name="now"/>, with what time alone has done.</summary>
    public GrantState StateAt(DateTimeOffset now) =>
        now >= EndsByItselfAt ? (State == GrantState.Opening ? GrantState.Lapsed : GrantState.Returned) : State;

    /// <summary>The grant at <paramref name="now"/>, with what time alone has done; itself when that is nothing.</summary>
    public Grant SettledAt(DateTimeOffset now)
    {
        if (EndsByItselfAt is not { } end || now < end)
        {
            return this;
        }

        var (state, reason) = State == GrantState.Opening ? (GrantState.Lapsed, "handover not confirmed") : (GrantState.Returned, "visit over");
        return this.To(new Transition(state, end, Actor.Clock, reason));
    }

    internal Grant To(Transition transition) => this with
    {
        State = transition.State,
        Transitions = Transitions.Add(transition),
        ActiveAt = transition.State == GrantState.Active ? ActiveAt ?? transition.At : ActiveAt,
        EndedAt = transition.State is GrantState.Opening or GrantState.Active ? null : transition.At,
    };
}
