using System.Collections.Immutable;
using EdgeService.Core.Grants;
using State = EdgeService.Core.Grants.GrantState;

namespace EdgeService.Core.Tests.Grants.Model;

/// <summary>What the rules and the model must agree on after every command.</summary>
internal static class Compare
{
    private static readonly Dictionary<State, State[]> Ways = new()
    {
        [State.Reserved] = [State.Reserved, State.Opening, State.Active, State.Cancelled, State.Lapsed],
        [State.Opening] = [State.Active, State.Cancelled, State.Lapsed],
        [State.Active] = [State.Active, State.Returned, State.Cancelled, State.Lost, State.Kept, State.InReview],
        [State.Lost] = [State.Lost, State.Returned, State.InReview],
        [State.Returned] = [State.Returned, State.InReview],
        [State.Kept] = [State.Kept, State.InReview],
        [State.InReview] = [State.InReview, State.Active, State.Returned, State.Lost, State.Kept],
        [State.LateConflict] = [State.Active, State.Cancelled],
        [State.Lapsed] = [State.Active, State.Lapsed],
        [State.Cancelled] = [State.Cancelled],
    };

    /// <summary>Every entry goes one of the ways there are; what was called off stays so.</summary>
    public static void Edges(MemberRecord before, ImmutableArray<LedgerEntry> entries)
    {
        var states = before.Grants.ToDictionary(grant => grant.Number, grant => grant.State);
        foreach (var grant in entries.Select(entry => entry.Grant).OfType<Grant>())
        {
            var known = states.TryGetValue(grant.Number, out var from);
            World.Hold(!known || Ways[from].Contains(grant.State), $"no way leads from {from} to {grant.State}");
            states[grant.Number] = grant.State;
        }
    }

    public static void Grants(List<PlainGrant> model, MemberRecord record, DateTimeOffset now)
    {
        World.Hold(record.Grants.Length == model.Count, "nothing is forgotten within a week");
        foreach (var recorded in record.Grants)
        {
            var (plain, grant) = (model[(int)recorded.Number - 1], recorded.SettledAt(now));
            var state = plain.At(now);
            Same(state, grant.State, $"state of {recorded.Number} ({recorded.Conflict?.Cause})");
            Same(plain.Due, grant.DueAt, "due time");
            Same(state == plain.State ? plain.End : grant.EndedAt, grant.EndedAt, "end");
            World.Hold(plain.Out.SetEquals(grant.MissingItems), "what is still out");
            Same((plain.Sum(MoneyLineKind.Charge) + plain.Sum(MoneyLineKind.LossClaim), plain.Sum(MoneyLineKind.Waiver)), (grant.Money.Charged, grant.Money.Waived), "charges");
            Same((plain.Sum(MoneyLineKind.Payment), plain.Sum(MoneyLineKind.Refund)), (grant.Money.Paid, grant.Money.Refunded), "payments");
            Same(plain.Held, grant.Money.Held, "held amount");
            World.Hold(plain.Held >= 0 && plain.Balance + plain.Held <= (grant.Terms.CreditLimit?.MinorUnits ?? long.MaxValue), "credit stays within its limit");
            Same(MoneyOf(plain, grant), grant.MoneyState, "money");
            World.Hold(state != State.Lost || plain.Sum(MoneyLineKind.LossClaim) <= 1000, "a claim is the deposit at most");
            World.Hold(state is not (State.Cancelled or State.Lapsed) || grant.Money.Charged == 0, "what was called off costs nothing");
        }
    }

    public static void Usage(List<PlainGrant> model, MemberRecord record, DateTimeOffset now)
    {
        foreach (var perk in (int[])[1, 2, 3, 4])
        {
            var counting = model.Where(grant => grant.Terms.PerkCode == perk && grant.At(now) is not (State.Cancelled or State.Lapsed or State.LateConflict)).ToList();
            var active = counting.Where(grant => grant.HoldsAt(now)).Sum(grant => Math.Max(1, grant.Terms.Units - (grant.Terms.Items.Length - grant.Out.Count)));
            var period = counting.Where(grant => (grant.Active ?? grant.Opened) > now.AddHours(-12)).Sum(grant => grant.Terms.Units);
            var journey = counting.Any(grant => grant.Terms.Journey is not null);
            var usage = record.UsageOf(perk, "citybike", TimeSpan.FromHours(12), new JourneyDigest(7), now);
            Same((active, period, journey), (usage.Active, usage.InPeriod, usage.JourneyUsed), "usage");
            World.Hold(active == 0 || record.CountsUntil > now, "what counts says so");
        }
    }

    private static MoneyState MoneyOf(PlainGrant plain, Grant grant)
    {
        var held = plain.Terms.DepositReference is not null && grant.State is not (State.Opening or State.Active or State.Reserved or State.InReview or State.LateConflict) ? 1000 : 0;
        var failed = plain.Lines.LastOrDefault(line => line.Kind is MoneyLineKind.Payment or MoneyLineKind.FailedPayment).Kind == MoneyLineKind.FailedPayment;
        return grant.State == State.InReview ? MoneyState.Paused
            : plain.Balance > held ? (failed ? MoneyState.Failed : MoneyState.Due)
            : plain.Balance < held ? MoneyState.RefundDue
            : plain.Asked > 0 ? MoneyState.Paid : MoneyState.None;
    }

    private static void Same<T>(T expected, T actual, string what) =>
        World.Hold(EqualityComparer<T>.Default.Equals(expected, actual), $"{what}: the model says {expected}, the rules {actual}");
}
