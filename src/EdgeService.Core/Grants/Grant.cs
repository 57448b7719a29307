using System.Collections.Immutable;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>
/// One grant as last recorded: custody, money and record effect under one number. What time alone has done since is seen through
/// <see cref="SettledAt"/>; without it a lapsed handover still reads <see cref="GrantState.Opening"/>.
/// </summary>
public sealed record Grant
{
    /// <summary>How long a handover may take to be confirmed, and a grant without one be called off.</summary>
    public static readonly TimeSpan HandoverWindow = TimeSpan.FromSeconds(120);

    /// <summary>What is owed must be paid this long after the end, unless the terms say otherwise.</summary>
    public static readonly TimeSpan PayWithin = TimeSpan.FromDays(30);

    /// <summary>How often a grant may be put under review.</summary>
    public const int MostReviews = 3;

    /// <summary>Most transitions kept: the first and the latest. The entries hold them all.</summary>
    public const int MostTransitions = 16;

    /// <summary>Number within the member's record, from 1 without gaps. Only the sealed form of it leaves the service.</summary>
    public required long Number { get; init; }

    public required GrantTerms Terms { get; init; }

    public required GrantState State { get; init; }

    /// <summary>Token it was redeemed from, or that reserves it; null when it was begun without one.</summary>
    public TokenId? Token { get; init; }

    /// <summary>Items already back, in the order they came.</summary>
    public ImmutableArray<string> ReturnedItems { get; init; } = [];

    /// <summary>What happened to it, oldest first; never empty. At most <see cref="MostTransitions"/>.</summary>
    public required ImmutableArray<Transition> Transitions { get; init; }

    /// <summary>When it was granted, by the clock of whoever granted it.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it became active; null before that, and for those that never did.</summary>
    public DateTimeOffset? ActiveAt { get; init; }

    /// <summary>When it ended; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the token that reserves it can be redeemed no more; null once redeemed, and where nothing was reserved.</summary>
    public DateTimeOffset? ReservedUntil { get; init; }

    /// <summary>The due time it was moved to; null when it never was.</summary>
    public DateTimeOffset? ExtendedTo { get; init; }

    /// <summary>How often it was moved.</summary>
    public int Extensions { get; init; }

    /// <summary>Charges and payments.</summary>
    public GrantMoney Money { get; init; } = GrantMoney.None;

    /// <summary>The open question; null when there is none.</summary>
    public Review? Review { get; init; }

    /// <summary>How often it was put under review.</summary>
    public int Reviews { get; init; }

    /// <summary>The receipt that ended it, or a part of it, last; null when none did.</summary>
    public ReceiptMark? Receipt { get; init; }

    /// <summary>Whether a terminal or an edge granted it while cut off from the ledger.</summary>
    public bool ClaimedOffline { get; init; }

    /// <summary>What came first, where it is a claim that came second; stays when it is decided.</summary>
    public LateConflict? Conflict { get; init; }

    /// <summary>Whether it was open when last recorded: it counts toward limits and holds its items.</summary>
    public bool IsOpen => State is GrantState.Opening or GrantState.Active or GrantState.Reserved || (State == GrantState.InReview && Review?.Before == GrantState.Active);

    /// <summary>Whether nothing is open about it: not custody, not money, nothing for a person to decide.</summary>
    public bool IsSettled => !IsOpen && State is not (GrantState.InReview or GrantState.LateConflict) && MoneyState is MoneyState.None or MoneyState.Paid;

    /// <summary>When an unconfirmed handover lapses; null unless opening.</summary>
    public DateTimeOffset? LapseAt => State == GrantState.Opening ? OpenedAt + HandoverWindow : null;

    /// <summary>When it must be back; null when nothing is due or it was never handed over.</summary>
    public DateTimeOffset? DueAt => ExtendedTo ?? (ActiveAt + Terms.DueAfter);

    /// <summary>When what is owed must be paid; null while it is open or nothing is owed.</summary>
    public DateTimeOffset? PayBy => Owed > 0 ? PayTimeEnd : null;

    /// <summary>When the time to pay is over: it begins anew with every charge after the end, which a late receipt may put long ago. Null while it is open.</summary>
    public DateTimeOffset? PayTimeEnd => EndedAt is { } ended ? Later(ended, Money.LastChargedAt) + (Terms.PayWithin ?? PayWithin) : null;

    /// <summary>Until when it may be charged after its end; null while it has none.</summary>
    public DateTimeOffset? ChargeUntil => EndedAt + (Terms.PayWithin ?? PayWithin);

    /// <summary>When time alone ends it; null when only a command does.</summary>
    public DateTimeOffset? EndsByItselfAt => State switch
    {
        GrantState.Opening => LapseAt,
        GrantState.Reserved => ReservedUntil,
        GrantState.Active => ActiveAt + Terms.SelfCloseAfter,
        _ => null,
    };

    /// <summary>Items not yet back, whether it is open or not.</summary>
    public IEnumerable<string> MissingItems => Terms.Items.Except(ReturnedItems);

    /// <summary>
    /// The most that the loss of what has not come back may cost, minor units: its share of the deposit, rounded down.
    /// </summary>
    public long LossCap => Terms.Deposit is { } deposit ? (long)((Int128)deposit.MinorUnits * Math.Max(1, Terms.Units - ReturnedItems.Length) / Terms.Units) : 0;

    /// <summary>Units still out, as last recorded.</summary>
    public int OpenUnits => !IsOpen ? 0 : Math.Max(1, Terms.Units - ReturnedItems.Length);

    /// <summary>Items still out, as last recorded.</summary>
    public IEnumerable<string> OpenItems => IsOpen ? MissingItems : [];

    /// <summary>What is to be paid, minor units; below zero when the member is owed. A paid deposit counts once the grant is over.</summary>
    public long Owed => Money.Balance - (IsOpen || State is GrantState.InReview or GrantState.LateConflict ? 0 : DepositHeld);

    /// <summary>The state of its money, as last recorded.</summary>
    public MoneyState MoneyState => this switch
    {
        { Review: not null } => MoneyState.Paused,
        { Owed: > 0, Money.LastFailed: true } => MoneyState.Failed,
        { Owed: > 0 } => MoneyState.Due,
        { Owed: < 0 } => MoneyState.RefundDue,
        _ => Money.Charged > Money.Waived ? MoneyState.Paid : MoneyState.None,
    };

    /// <summary>Whether it is out after its due time. While a person must decide it is not said to be.</summary>
    public bool IsOverdueAt(DateTimeOffset now) => StateAt(now) == GrantState.Active && now > DueAt;

    /// <summary>The state at <paramref name="now"/>, with what time alone has done.</summary>
    public GrantState StateAt(DateTimeOffset now) =>
        now >= EndsByItselfAt ? (State == GrantState.Active ? GrantState.Returned : GrantState.Lapsed) : State;

    /// <summary>What it means for the member's record at <paramref name="now"/>.</summary>
    public RecordEffect EffectAt(DateTimeOffset now) => Effects.Of(SettledAt(now), now);

    /// <summary>The grant at <paramref name="now"/>, with what time alone has done; itself when that is nothing.</summary>
    public Grant SettledAt(DateTimeOffset now) => EndsByItselfAt is { } end && now >= end ? State switch
    {
        GrantState.Opening => this.To(new Transition(GrantState.Lapsed, end, Actor.Clock, "handover not confirmed") { Kind = EntryKind.Lapsed }),
        GrantState.Reserved => this.To(new Transition(GrantState.Lapsed, end, Actor.Clock, "token not redeemed") { Kind = EntryKind.Lapsed }),
        _ => this.To(new Transition(GrantState.Returned, end, Actor.Clock, "visit over") { Kind = EntryKind.ClosedByItself }),
    }
    : this;

    /// <summary>What the member paid as deposit, minor units.</summary>
    internal long DepositHeld => Terms.DepositPaid ? Terms.Deposit?.MinorUnits ?? 0 : 0;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    /// <summary>Moves custody: a state that is over began with the transition.</summary>
    internal Grant To(Transition transition) => Noting(transition) with
    {
        State = transition.State,
        ActiveAt = transition.State == GrantState.Active ? ActiveAt ?? transition.At : ActiveAt,
        EndedAt = transition.State switch
        {
            GrantState.Opening or GrantState.Active or GrantState.Reserved or GrantState.LateConflict => null,
            GrantState.InReview => EndedAt,
            _ => transition.At,
        },
    };

    /// <summary>Adds to the history alone.</summary>
    internal Grant Noting(Transition transition) => this with
    {
        Transitions = (Transitions.Length < MostTransitions ? Transitions : Transitions.RemoveAt(1)).Add(transition),
    };
}
