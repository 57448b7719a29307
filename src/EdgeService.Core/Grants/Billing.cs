namespace EdgeService.Core.Grants;

/// <summary>
/// The money machine: charges, payments in parts, waivers and refunds; for credit lines also what is held. One currency a grant, each
/// reference once, never more paid than is owed, nothing while a person must decide, save for a waiver.
/// </summary>
internal static class Billing
{
    public static GrantOutcome Run(RecordDraft draft, OnMoney command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        var line = LineOf(command, draft.Now);
        if (grant.Money.Find(line.Reference) is { } before)
        {
            var same = before with { At = line.At, Reason = line.Reason } == line && command.Amount.Currency == grant.Money.Currency;
            return new GrantOutcome(same ? GrantResult.Repeated : GrantResult.ReferenceReused, grant);
        }

        if (BillingRules.ObstacleOf(grant, line, command.Amount) is { } obstacle)
        {
            return new GrantOutcome(obstacle, grant, obstacle == GrantResult.TooLate ? grant.ChargeUntil : null);
        }

        var noted = grant.Noting(new Transition(grant.State, draft.Now, command.Actor, command.Reason));
        return Memory.HasRoomForLine(draft.Record) && Add(noted, line, command.Amount.Currency, draft.Now) is { } after
            ? new GrantOutcome(ResultOf(line.Kind), draft.Put(EntryOf(line.Kind), after, line.Amount))
            : new GrantOutcome(GrantResult.TooMuchOpen, grant);
    }

    /// <summary>The currency that the grant's money is in; <paramref name="first"/> where nothing says so yet.</summary>
    public static string CurrencyOf(Grant grant, string first) => grant.Money.Currency is { Length: > 0 } known
        ? known
        : grant.Terms.CreditLimit?.Currency ?? grant.Terms.Deposit?.Currency ?? first;

    /// <summary>Adds a line to the sums; null when there is no room for it.</summary>
    public static Grant? Add(Grant grant, MoneyLine line, string currency, DateTimeOffset now)
    {
        var money = WithRoom(grant.Money, now);
        if (money.Lines.Length >= GrantMoney.MostLines)
        {
            return null;
        }

        var after = grant with { Money = Count(money, line) with { Currency = currency, Lines = money.Lines.Add(line) } };
        var settled = after.Owed <= 0 && after.Money.Charged > 0 ? after.Money.SettledAt ?? now : (DateTimeOffset?)null;
        return after with { Money = after.Money with { SettledAt = settled } };
    }

    private static GrantMoney Count(GrantMoney money, MoneyLine line) => line.Kind switch
    {
        MoneyLineKind.Charge => money with { Charged = money.Charged + line.Amount, Held = money.Held - (line.On is null ? 0 : line.Amount) },
        MoneyLineKind.LossClaim => money with { Charged = money.Charged + line.Amount, Claimed = money.Claimed + line.Amount },
        MoneyLineKind.Payment => money with { Paid = money.Paid + line.Amount, LastFailed = false },
        MoneyLineKind.FailedPayment => money with { LastFailed = true },
        MoneyLineKind.Waiver => money with { Waived = money.Waived + line.Amount, Claimed = Math.Max(0, money.Claimed - line.Amount) },
        MoneyLineKind.Refund => money with { Refunded = money.Refunded + line.Amount },
        MoneyLineKind.Hold => money with { Held = money.Held + line.Amount },
        _ => money with { Held = money.Held - line.Amount },
    };

    /// <summary>Of a full list the old lines go, but what still counts toward a hold stays.</summary>
    private static GrantMoney WithRoom(GrantMoney money, DateTimeOffset now)
    {
        if (money.Lines.Length < GrantMoney.MostLines)
        {
            return money;
        }

        var held = money.Lines.Where(line => line.Kind == MoneyLineKind.Hold && money.LeftOf(line) > 0).Select(line => line.Reference).ToHashSet();
        return money with
        {
            Lines = money.Lines.RemoveAll(line => now > line.At + GrantMoney.LineMemory
                && !held.Contains(line.Kind == MoneyLineKind.Hold ? line.Reference : line.On ?? "")),
        };
    }

    private static MoneyLine LineOf(OnMoney command, DateTimeOffset now)
    {
        var (kind, on) = command switch
        {
            AddCharge charge => (MoneyLineKind.Charge, charge.Hold),
            RecordPayment { Failed: true } => (MoneyLineKind.FailedPayment, null),
            RecordPayment => (MoneyLineKind.Payment, null),
            Waive => (MoneyLineKind.Waiver, null),
            RecordRefund => (MoneyLineKind.Refund, null),
            HoldAmount => (MoneyLineKind.Hold, null),
            ReleaseAmount release => (MoneyLineKind.Release, release.Hold),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "not a command of money"),
        };
        return new MoneyLine(kind, command.Reference, command.Amount.MinorUnits, now, on, command.Reason);
    }

    private static GrantResult ResultOf(MoneyLineKind kind) => kind switch
    {
        MoneyLineKind.Charge => GrantResult.Charged,
        MoneyLineKind.Waiver => GrantResult.Waived,
        MoneyLineKind.Refund => GrantResult.Refunded,
        MoneyLineKind.Hold => GrantResult.AmountHeld,
        MoneyLineKind.Release => GrantResult.AmountReleased,
        _ => GrantResult.PaymentRecorded,
    };

    private static EntryKind EntryOf(MoneyLineKind kind) => kind switch
    {
        MoneyLineKind.Charge => EntryKind.Charged,
        MoneyLineKind.FailedPayment => EntryKind.PaymentFailed,
        MoneyLineKind.Waiver => EntryKind.Waived,
        MoneyLineKind.Refund => EntryKind.Refunded,
        MoneyLineKind.Hold => EntryKind.AmountHeld,
        MoneyLineKind.Release => EntryKind.AmountReleased,
        _ => EntryKind.Paid,
    };
}
