using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Eligibility;

/// <summary>Decides slowly and obviously: lists of failures, sorted by the order of deciding. Written from the rules of the design, not from the decider.</summary>
internal static class ModelDecider
{
    internal static readonly string[] Stages = ["offer", "consent", "listings", "standing", "attributes", "limits", "freshness"];

    internal static ModelAnswer Decide(ModelInquiry ask)
    {
        var (score, covered) = (ask.Standing?.Score.Floor ?? 350, CoversDeposit(ask));
        var failures = Failures(ask, score).Select(failure => (failure.Stage, Reasons: failure.Reasons.Where(reason => !covered || !IsForgivenByDeposit(reason)).ToList()))
            .Where(failure => failure.Reasons.Count > 0).ToList();
        var stale = ask.Age > ask.Perk.Freshness.FreshFor;
        if (failures.Count == 0)
        {
            var waived = covered ? null : ask.Perk.Benefit.DepositWaived;
            return new ModelAnswer("Eligible", "None", Reason.None, "", stale, !ask.Ledger.Reachable, null, LimitAt(ask.Perk, score), waived, null);
        }

        var first = failures.OrderBy(failure => Array.IndexOf(Stages, failure.Stage)).First();
        var ofStage = first.Reasons.Where(reason => StageOf(reason) == first.Stage).ToList();
        var principal = (ofStage.Count > 0 ? ofStage : first.Reasons).Min();
        var reasons = failures.SelectMany(failure => failure.Reasons).Distinct().Where(reason => ask.Standing is not null || SaidWithoutStanding(reason)).ToList();
        var code = CodeOf(principal, stale);
        return new ModelAnswer(
            code is "Stale" or "Refer" ? "ReferToDesk" : "Ineligible",
            code,
            principal,
            string.Join(' ', reasons.Order()),
            stale,
            false,
            NextStep(ask, reasons),
            null,
            null,
            new Remedy(ask.Venue.Remedy.DeskText, ask.Venue.Remedy.Hotline, IsOffered(ask) ? DepositAsked(ask) : null));
    }

    /// <summary>The deposit that this place would take for one unit; null where it takes none.</summary>
    private static Money? DepositAsked(ModelInquiry ask) => ask.TakesDeposits && ask.Perk.Benefit.DepositWaived is { MinorUnits: > 0 } deposit ? deposit : null;

    /// <summary>Whether the member has paid what this place asks for every unit, in its currency.</summary>
    private static bool CoversDeposit(ModelInquiry ask) => IsOffered(ask) && DepositAsked(ask) is { } asked
        && ask.Paid is { } paid && paid.Currency == asked.Currency && (decimal)paid.MinorUnits >= (decimal)asked.MinorUnits * ask.Units;

    /// <summary>Who pays the deposit needs neither standing nor consent, nor that they be fresh.</summary>
    private static bool IsForgivenByDeposit(Reason reason) =>
        StageOf(reason) is "consent" or "listings" or "standing" || reason is Reason.AmountAboveLimit or Reason.StaleBasis;

    private static bool SaidWithoutStanding(Reason reason) =>
        reason == Reason.NotEnrolled || (StageOf(reason) is not ("consent" or "listings" or "standing") && reason != Reason.AmountAboveLimit);

    private static List<(string Stage, List<Reason> Reasons)> Failures(ModelInquiry ask, int score)
    {
        var found = new List<(string Stage, List<Reason> Reasons)>();
        void Fail(bool failed, Reason reason)
        {
            if (failed)
            {
                found.Add((StageOf(reason), [reason]));
            }
        }

        var (perk, standing) = (ask.Perk, ask.Standing);
        Fail(ask.Now < perk.ActiveFrom || ask.Now >= perk.ActiveUntil, Reason.NotActive);
        Fail(!IsOffered(ask), Reason.NotOfferedHere);
        Fail(standing is null, Reason.NotEnrolled);
        Fail(standing is null || !Consents(ask).Contains(new Contract(perk.Scene, ask.Venue.Partner.Id)), Reason.NoConsent);
        Fail(standing is { CourtListed: true } && !perk.IgnoresListings, Reason.CourtListed);
        Fail(perk.Attributes.Any(declared => declared.Required && ask.Attributes.All(sent => sent.Name != declared.Name)), Reason.Attribute);
        Fail(IsTooOld(ask), Reason.StaleBasis);
        Fail(!ask.Ledger.Reachable && perk.OfflineClass == OfflineClass.FreshOnly, Reason.LedgerOutOfReach);
        Fail(!ask.Ledger.Reachable && perk.OfflineClass == OfflineClass.WhenStale && ask.Ledger.OutageAllowanceUsed, Reason.OutageAllowanceUsed);
        foreach (var conjunct in Flatten(perk.Rule))
        {
            var reasons = Why(conjunct, ask, score, ask.BeforeTheGate);
            if (reasons.Count > 0)
            {
                found.Add((StageOf(conjunct), reasons));
            }
        }

        // The limits that the rules name come before that of the ladder.
        Fail(perk.Benefit.CreditLadder.Count > 0 && ask.Amount > (LimitAt(perk, score)?.MinorUnits ?? 0), Reason.AmountAboveLimit);
        return found;
    }

    private static bool IsTooOld(ModelInquiry ask) => ask.Perk.OfflineClass switch
    {
        OfflineClass.Always => false,
        OfflineClass.WhenStale => ask.Age > ask.Perk.Freshness.Budget,
        _ => ask.Age > ask.Perk.Freshness.FreshFor,
    };

    private static bool IsOffered(ModelInquiry ask) => ask.Venue.Partner.PerkCodes.Contains(ask.Perk.Code)
        && Flatten(ask.Perk.Rule).OfType<OfferedAt>().All(place => place.Kinds.Contains(ask.Venue.Kind));

    private static IReadOnlyCollection<Contract> Consents(ModelInquiry ask) => ask.Standing is not { } standing ? [] :
    [
        .. standing.Consents.Contracts,
        .. standing.DatedConsents.Where(consent => consent.From <= ask.Now && (consent.Until ?? DateTimeOffset.MaxValue) > ask.Now).Select(consent => consent.Contract),
    ];

    private static IEnumerable<Rule> Flatten(Rule rule) => rule is AllOf all ? all.Parts.SelectMany(Flatten) : [rule];

    /// <summary>
    /// Reasons why a rule fails; none when it holds. An attribute that is missing has the value asked for or another, as <paramref name="missingHolds"/> says: before
    /// the gate whichever speaks for the member, and so the other one inside a "not".
    /// </summary>
    private static List<Reason> Why(Rule rule, ModelInquiry ask, int score, bool missingHolds)
    {
        switch (rule)
        {
            case AllOf all:
                return [.. all.Parts.SelectMany(part => Why(part, ask, score, missingHolds)).Distinct()];
            case AnyOf any:
                return any.Parts.Any(part => Why(part, ask, score, missingHolds).Count == 0) ? [] : [.. any.Parts.SelectMany(part => Why(part, ask, score, missingHolds)).Distinct()];
            case Not { Part: var part }:
                return Why(part, ask, score, ask.BeforeTheGate && !missingHolds).Count > 0 ? [] : [StageOf(part) == "attributes" ? Reason.Attribute : part is WithinHours ? Reason.OutsideHours : Reason.NotOfferedHere];
            case ScoreAtLeast needed:
                return If(score < needed.Step.Floor, Reason.Score);
            case TierAtLeast needed:
                return If((ask.Standing?.Tier ?? Tier.Basic) < needed.Tier, Reason.Tier);
            case PaymentLineOpen:
                return If(ask.Standing is not { PaymentLineOpen: true }, Reason.PaymentLine);
            case AttributeIn wanted:
                var sent = ask.Attributes.Where(sent => sent.Name == wanted.Name).ToList();
                return If(sent.Count == 0 ? !missingHolds : wanted.Values.Length > 0 && !wanted.Values.Contains(sent[0].Value), Reason.Attribute);
            case OfferedAt place:
                return If(!place.Kinds.Contains(ask.Venue.Kind), Reason.NotOfferedHere);
            case WithinHours hours:
                var clock = ask.Now.ToOffset(ask.Venue.UtcOffset).TimeOfDay;
                var minute = (int)clock.TotalMinutes;
                var (sinceOpening, openFor) = ((minute - hours.FromMinute + 1440) % 1440, ((hours.ToMinute - hours.FromMinute + 1439) % 1440) + 1);
                return If(sinceOpening >= openFor, Reason.OutsideHours);
            case ConsentGiven consent:
                return [
                    .. If(consent.EachTime && !ask.MemberActs, Reason.NoConsentNow),
                    .. If(consent.Scene is { } scene && !Consents(ask).Contains(new Contract(scene, ask.Venue.Partner.Id)), Reason.NoConsent)];
            case NoBan rules:
                return WhyBanned(rules, ask);
            default:
                return ask.Ledger.Reachable ? WhyLimited(rule, ask) : [];
        }
    }

    private static List<Reason> WhyBanned(NoBan rule, ModelInquiry ask)
    {
        var inForce = (ask.Standing?.Bans ?? []).Where(ban => ask.Now >= ban.From && !(ask.Now >= ban.Until) && ban.Dispute != DisputeState.Upheld)
            .Where(ban => rule.Sector is null || rule.Sector == ban.Sector)
            .Where(ban => ban.Scope == BanScope.All || rule.Scope == BanScope.HigherClasses)
            .ToList();
        return ask.Perk.IgnoresListings || inForce.Count == 0 ? []
            : inForce.All(ban => ban.Dispute == DisputeState.Open) ? [Reason.BanDisputed]
            : [Reason.SectorBan];
    }

    private static List<Reason> WhyLimited(Rule rule, ModelInquiry ask)
    {
        var (usage, more) = (ask.Ledger.Usage, (long)ask.Units);
        return rule switch
        {
            MaxActive limit when usage.ActiveHere + more > limit.Units => [Reason.ActiveHere],
            MaxActive limit => If(usage.Active + more > limit.Units, Reason.ActiveElsewhere),
            MaxPerPeriod limit when usage.InPeriodHere + more > limit.Units => [Reason.PeriodHere],
            MaxPerPeriod limit => If(usage.InPeriod + more > limit.Units, Reason.PeriodElsewhere),
            _ => If(usage.JourneyUsed, Reason.JourneyUsed),
        };
    }

    private static List<Reason> If(bool failed, Reason reason) => failed ? [reason] : [];

    /// <summary>The first score above the member's, step by step, at which the score no longer fails and the limit suffices.</summary>
    private static int? NextStep(ModelInquiry ask, List<Reason> reasons)
    {
        var about = reasons.Where(reason => reason is Reason.Score or Reason.AmountAboveLimit).ToList();
        if (about.Count == 0)
        {
            return null;
        }

        var higher = Enumerable.Range(0, 13).Select(index => 350 + (50 * index)).Where(score => score > ask.Standing!.Value.Score.Floor)
            .Select(score => (Score: score, Failing: Failures(ask, score).SelectMany(failure => failure.Reasons).ToHashSet())).ToList();
        return about.Max(reason => higher.Where(step => !step.Failing.Contains(reason)).Select(step => (int?)step.Score).FirstOrDefault());
    }

    private static Money? LimitAt(Perk perk, int score) => perk.Benefit.CreditLadder.LastOrDefault(rung => rung.Step.Floor <= score)?.Limit;

    private static string CodeOf(Reason principal, bool stale)
    {
        var fresh = principal switch
        {
            Reason.NotActive or Reason.NotOfferedHere or Reason.OutsideHours => "Closed",
            Reason.BanDisputed or Reason.LedgerOutOfReach or Reason.OutageAllowanceUsed => "Refer",
            Reason.Attribute => "Attribute",
            Reason.ActiveHere or Reason.PeriodHere or Reason.JourneyUsed => "LimitHere",
            Reason.StaleBasis => "Stale",
            _ => "NotAvailable",
        };
        return stale && fresh is "NotAvailable" or "Refer" && stale ? "Stale" : fresh;
    }

    private static string StageOf(Rule rule) => rule switch
    {
        AllOf all => Stages[all.Parts.Min(part => Array.IndexOf(Stages, StageOf(part)))],
        AnyOf any => Stages[any.Parts.Max(part => Array.IndexOf(Stages, StageOf(part)))],
        Not not => StageOf(not.Part),
        OfferedAt or WithinHours => "offer",
        ConsentGiven => "consent",
        NoBan => "listings",
        ScoreAtLeast or TierAtLeast or PaymentLineOpen => "standing",
        AttributeIn => "attributes",
        _ => "limits",
    };

    internal static string StageOf(Reason reason) => (int)reason switch
    {
        <= 3 => "offer",
        <= 6 => "consent",
        <= 9 => "listings",
        <= 12 => "standing",
        13 => "attributes",
        <= 19 => "limits",
        _ => "freshness",
    };
}
