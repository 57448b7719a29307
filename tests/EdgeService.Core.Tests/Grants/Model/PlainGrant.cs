using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;
using State = EdgeService.Core.Grants.GrantState;

namespace EdgeService.Core.Tests.Grants.Model;

/// <summary>One grant as plainly as can be.</summary>
internal sealed class PlainGrant(int member, GrantTerms terms, TokenId? token, DateTimeOffset opened)
{
    public int Member => member;
    public GrantTerms Terms => terms;
    public TokenId? Token => token;
    public State State { get; set; }
    public State Before { get; set; }
    public DateTimeOffset Opened { get; set; } = opened;
    public DateTimeOffset? Active { get; set; }
    public DateTimeOffset? End { get; set; }
    public DateTimeOffset Until { get; set; }
    public DateTimeOffset? Moved { get; set; }
    public int Moves { get; set; }
    public int Reviews { get; set; }
    public HashSet<string> Out { get; } = [.. terms.Items];
    public List<(MoneyLineKind Kind, string Reference, long Amount, string? On)> Lines { get; } = [];
    public List<ulong> Receipts { get; } = [];

    public DateTimeOffset? Due => Moved ?? (Active + Terms.DueAfter);
    public long Asked => Sum(MoneyLineKind.Charge) + Sum(MoneyLineKind.LossClaim) - Sum(MoneyLineKind.Waiver);
    public long Balance => Asked - Sum(MoneyLineKind.Payment) + Sum(MoneyLineKind.Refund);
    public long Held => Sum(MoneyLineKind.Hold) - Lines.Where(line => line.On is not null).Sum(line => line.Amount);
    public bool Claimed { get; init; }
    public string? Currency { get; set; } = (terms.CreditLimit ?? terms.Deposit)?.Currency;
    public bool IsOver => State is not (State.Reserved or State.Opening or State.Active or State.InReview or State.LateConflict);
    public long Owed => Balance - (IsOver && Terms.DepositReference is not null ? Terms.Deposit!.Value.MinorUnits : 0);

    public long Sum(MoneyLineKind kind) => Lines.Where(line => line.Kind == kind).Sum(line => line.Amount);

    /// <summary>What time alone makes of it.</summary>
    public State At(DateTimeOffset now) => State switch
    {
        State.Opening when now >= Opened.AddSeconds(120) => State.Lapsed,
        State.Reserved when now >= Until => State.Lapsed,
        State.Active when now >= Active + Terms.SelfCloseAfter => State.Returned,
        _ => State,
    };

    public bool HoldsAt(DateTimeOffset now) => At(now) is State.Opening or State.Active or State.Reserved || (State == State.InReview && Before == State.Active);
}
