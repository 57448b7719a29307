using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using Line = EdgeService.Core.Grants.MoneyLineKind;
using State = EdgeService.Core.Grants.GrantState;

namespace EdgeService.Core.Tests.Grants.Model;

/// <summary>The rules of money once more: a list of lines, and sums taken anew each time.</summary>
internal static class PlainMoney
{
    public static bool Do(PlainGrant grant, OnMoney command, DateTimeOffset now)
    {
        var amount = command.Amount.MinorUnits;
        if (grant.Lines.Any(line => line.Reference == command.Reference) || amount < 1 || command.Amount.Currency != (grant.Currency ?? command.Amount.Currency))
        {
            return false;
        }

        var state = grant.At(now);
        var paused = grant.State == State.InReview;
        var credit = grant.Terms.Kind == PerkKind.CreditLine;
        var left = credit ? grant.Terms.CreditLimit!.Value.MinorUnits - grant.Balance - grant.Held : long.MaxValue;
        var (kind, on, allowed) = command switch
        {
            AddCharge { Hold: { } hold } => (Line.Charge, hold, credit && state == State.Active && amount <= LeftOf(grant, hold)),
            AddCharge => (Line.Charge, null, amount <= left && (state == State.Active || (state == State.Returned && grant.Terms.Kind is PerkKind.Rental or PerkKind.Visit && InTime(grant, now)))),
            RecordPayment payment => (payment.Failed ? Line.FailedPayment : Line.Payment, null, !paused && amount <= Owed(grant, now)),
            RecordRefund => (Line.Refund, null, !paused && amount <= -Owed(grant, now)),
            Waive => (Line.Waiver, null, amount <= grant.Asked),
            HoldAmount => (Line.Hold, null, credit && state == State.Active && amount <= left),
            ReleaseAmount release => (Line.Release, release.Hold, credit && state == State.Active && amount <= LeftOf(grant, release.Hold)),
            _ => throw new InvalidOperationException(),
        };
        if (allowed)
        {
            grant.Lines.Add((kind, command.Reference, amount, on));
            grant.Currency = command.Amount.Currency;
        }

        return allowed;
    }

    /// <summary>What came back costs no claim, what is still missing no more than its share of the deposit, and a whole trial nothing at all.</summary>
    public static void Forgive(PlainGrant grant, bool wasLost)
    {
        var claims = 0L;
        foreach (var line in grant.Lines)
        {
            claims = line.Kind switch { Line.LossClaim => claims + line.Amount, Line.Waiver => Math.Max(0, claims - line.Amount), _ => claims };
        }

        var asked = grant.Terms.Kind == PerkKind.Trial && grant.Out.Count == 0 ? grant.Asked
            : wasLost ? Math.Min(grant.Asked, claims) - (grant.Out.Count == 0 ? 0 : MostFor(grant))
            : 0;
        if (asked > 0)
        {
            grant.Lines.Add((Line.Waiver, "", asked, null));
        }
    }

    /// <summary>The most that the loss of what is out may cost.</summary>
    public static long MostFor(PlainGrant grant)
    {
        var (units, back) = (grant.Terms.Units, grant.Terms.Items.Length - grant.Out.Count);
        return (grant.Terms.Deposit?.MinorUnits ?? 0) * (units - back) / units;
    }

    private static bool InTime(PlainGrant grant, DateTimeOffset now) =>
        now <= (grant.State == State.Active ? grant.Active + grant.Terms.SelfCloseAfter : grant.End) + (grant.Terms.PayWithin ?? TimeSpan.FromDays(30));

    public static long Owed(PlainGrant grant, DateTimeOffset now)
    {
        var deposit = grant.Terms.DepositReference is null || grant.HoldsAt(now) || grant.State == State.InReview ? 0 : grant.Terms.Deposit!.Value.MinorUnits;
        return grant.State is State.Reserved or State.LateConflict ? 0 : grant.Balance - deposit;
    }

    private static long LeftOf(PlainGrant grant, string hold) => grant.Lines.Where(line => line is { Kind: Line.Hold } && line.Reference == hold).Sum(line => line.Amount)
        - grant.Lines.Where(line => line.On == hold).Sum(line => line.Amount);
}
