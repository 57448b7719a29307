using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Grants.Model;

/// <summary>Makes commands out of moves: often ones that make sense, and enough that do not.</summary>
internal sealed class Commands(PlainRules model, DateTimeOffset start)
{
    private static readonly Actor[] Actors = [Actor.Terminal("park", "dock-1"), Actor.Member, Actor.Operator("anna"), Actor.Terminal("park", "dock-2")];
    private static readonly string[][] Things = [[], ["a"], ["b"], ["a", "b"]];
    private static readonly long[] Amounts = [1, 100, 600, 1500];
    private static readonly Dictionary<(int, int, bool), GrantTerms> Known = [];

    public GrantCommand Of(Move move, DateTimeOffset now)
    {
        var (actor, partner) = (Actors[move.Flag], move.Own == 7 && move.Flag == 3 ? "railway" : move.Flag == 2 ? null : "citybike");
        var (token, expires) = TokenOf(move, now);
        var number = NumberOf(move, now);
        return (number == 0 ? move.Op % 2 : move.Op) switch
        {
            0 or 1 => new Begin(TermsOf(move, paid: move is { Which: 0, Flag: 1 }), actor),
            2 => new Redeem(token, expires, TermsOf(move), actor),
            3 => new Reserve(token, expires, TermsOf(move), actor),
            4 => new RevokeToken(token, expires, actor, "no"),
            5 or 6 => new ConfirmHandover(number, partner, OwnTime(move, now), actor),
            7 => new Return(number, partner, [.. Things[move.Thing]], OwnTime(move, now), actor),
            8 => new Return(number, partner, [], OwnTime(move, now), actor),
            9 => new Cancel(number, partner, actor, "jammed"),
            10 => new Extend(number, partner, (Target(move, number).Due ?? now).AddHours(move.Step - 4), actor, "more"),
            11 => new Close(number, partner, actor, "over"),
            12 => new ReportLost(number, partner, move.Amount == 0 ? null : MoneyOf(move), actor, "gone"),
            13 => new Dispute(number, partner, actor, "not so"),
            14 => new DecideReview(number, partner, move.Flag < 2 ? null : OwnTime(move, now), actor, "decided"),
            15 => new ClaimOffline(ClaimTime(move, now), move.Flag < 2 ? token : null, expires, TermsOf(move), move.Step != 0, HandedOver: true, actor),
            16 => new ResolveConflict(number, partner, move.Flag < 2, actor, "decided"),
            17 or 18 => Receipt(move, number, partner, actor, now),
            _ => MoneyCommand(move, number, partner, actor, now),
        };
    }

    /// <summary>Mostly one that goes on, sometimes one that is over, seldom none at all; 0 while the member has none.</summary>
    private long NumberOf(Move move, DateTimeOffset now)
    {
        var all = model.Grants[move.Who];
        var open = all.Where(grant => Suits(move.Op, grant, now)).ToList();
        return all.Count == 0 ? 0
            : move is { Which: 5, Step: 5 } ? all.Count + 1
            : move.Which < 4 && open.Count > 0 ? all.IndexOf(open[^(1 + (move.Which % open.Count))]) + 1
            : all.Count - (move.Which % all.Count);
    }

    private static bool Suits(int op, PlainGrant grant, DateTimeOffset now) => (op, grant.At(now)) switch
    {
        (5 or 6, var state) => state is GrantState.Opening or GrantState.Lapsed,
        (14, var state) => state == GrantState.InReview,
        (16, var state) => state == GrantState.LateConflict,
        (23, GrantState.Active) => grant.Terms.Kind == PerkKind.CreditLine,
        (17 or 18, var state) => grant.Terms.Items.Length > 0 && state is GrantState.Active or GrantState.Lost or GrantState.InReview or GrantState.Returned,
        (10 or 12, GrantState.Active) => grant.Terms.Kind == PerkKind.Rental,
        (21 or 22, _) => PlainMoney.Owed(grant, now) != 0,
        (13, var state) => grant.Reviews > 1 || state is GrantState.Lost or GrantState.Kept,
        (_, var state) => state is GrantState.Active or GrantState.Lost or GrantState.Kept,
    };

    private PlainGrant Target(Move move, long number) => model.Grants[move.Who][(int)Math.Min(number, model.Grants[move.Who].Count) - 1];

    private OnMoney MoneyCommand(Move move, long number, string? partner, Actor actor, DateTimeOffset now)
    {
        var (reference, amount) = ($"r{move.Step % 3}{move.Thing}{move.Which}", MoneyOf(move));
        var owed = Math.Abs(PlainMoney.Owed(Target(move, number), now));
        amount = move.Op is 21 or 22 && move.Amount == 0 ? amount with { MinorUnits = owed } : amount;
        return (move.Op, move.Own) switch
        {
            (19 or 20, 0 or 1) => new AddCharge(number, partner, reference, amount, actor, "drawn", $"h{move.Step % 3}"),
            (19 or 20, _) => new AddCharge(number, partner, reference, amount, actor, "fee"),
            (21 or 22, 0) => new RecordPayment(number, partner, reference, amount, Failed: true, actor),
            (21 or 22, 1 or 2) => new RecordRefund(number, partner, reference, amount, actor),
            (21 or 22, _) => new RecordPayment(number, partner, reference, amount, Failed: false, actor),
            (_, 0 or 1 or 2) => new HoldAmount(number, partner, $"h{move.Step % 3}", amount, actor),
            (_, 3 or 4 or 5) => new ReleaseAmount(number, partner, $"h{move.Step % 3}", reference, amount, actor),
            _ => new Waive(number, partner, reference, amount, actor, "goodwill"),
        };
    }

    /// <summary>One instance for the same terms, so that the model may compare them plainly.</summary>
    private static GrantTerms TermsOf(Move move, bool paid = false)
    {
        var key = (Math.Max(1, move.Which), move.Thing, paid);
        return Known.TryGetValue(key, out var known) ? known : Known[key] = Make(move, paid);
    }

    private static GrantTerms Make(Move move, bool paid)
    {
        var rental = Sample.BikeTerms(Things[move.Thing]) with
        {
            Deposit = new Money(1000, "CNY"),
            DepositReference = paid ? "till-1" : null,
            LostAfter = TimeSpan.FromHours(2),
            PayWithin = TimeSpan.FromHours(3),
            Extension = new ExtensionRule(2, TimeSpan.FromHours(4)),
            Period = TimeSpan.FromHours(12),
        };
        return move.Which switch
        {
            0 or 1 => rental,
            2 => rental with { NeedsHandover = false, Units = 1, TerminalId = "dock-2" },
            3 => Sample.VisitTerms with { PartnerId = "citybike", Kind = PerkKind.Visit },
            4 => rental with { PerkCode = 3, Kind = PerkKind.Trial, NeedsHandover = false, Deposit = null, Extension = null, Units = 2 },
            _ => Sample.VisitTerms with { PerkCode = 4, PartnerId = "citybike", Kind = PerkKind.CreditLine, SelfCloseAfter = null, CreditLimit = new Money(1000, "CNY") },
        };
    }

    private static Money MoneyOf(Move move) => new(Amounts[move.Amount], move is { Which: < 3, Step: 11, Flag: 0 } ? "EUR" : "CNY");

    private (TokenId Token, DateTimeOffset Expires) TokenOf(Move move, DateTimeOffset now)
    {
        var serial = (long)(now - start).TotalMinutes / 15;
        var token = new TokenId(((UInt128)(uint)move.Who << 64) + (UInt128)(ulong)(serial + (move.Amount % 2)));
        return (token, start.AddMinutes((15 * (serial + (move.Amount % 2))) + (move.Own == 6 ? 10 : 5)));
    }

    private static DateTimeOffset? OwnTime(Move move, DateTimeOffset now) => move.Own switch
    {
        0 or 1 or 2 => null,
        3 => now.AddSeconds(-10),
        4 => now.AddSeconds(-100),
        5 => now.AddSeconds(-4000),
        6 => now.AddSeconds(20),
        _ => now.AddSeconds(40),
    };

    private static DateTimeOffset ClaimTime(Move move, DateTimeOffset now) => OwnTime(move, now) ?? now.AddSeconds(-600);

    private ReturnByReceipt Receipt(Move move, long number, string? partner, Actor actor, DateTimeOffset now)
    {
        var (last, time, digest) = model.LastReceipt;
        if (move.Amount == 0 && last > 0 && move.Own < 3)
        {
            return new ReturnByReceipt(number, partner, new DockReceipt(AudienceCode.Parse("BIKE-1"), digest % 2 == 1 ? "a" : "b", 1, last, time), digest, actor);
        }

        var sequence = Math.Max(1, last + (uint)move.Amount) - (move.Step == 1 && last > 2 ? 2u : 0);
        var lent = Target(move, number).Terms.Items;
        var item = lent.IsEmpty || move.Step == 2 ? "a" : lent[move.Thing % lent.Length];
        var receipt = new DockReceipt(AudienceCode.Parse("BIKE-1"), item, 1, sequence, OwnTime(move, now) ?? now);
        return new ReturnByReceipt(number, partner, receipt, ((UInt128)sequence << 64) + (UInt128)(ulong)(receipt.Time.ToUnixTimeSeconds() * 2) + (item == "a" ? 1u : 0u), actor);
    }
}
