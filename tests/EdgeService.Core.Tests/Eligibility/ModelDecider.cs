using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Eligibility;

/// <summary>An inquiry that can be kept, unlike the real one.</summary>
internal sealed record ModelInquiry(
    Perk Perk,
    Venue Venue,
    Standing? Standing,
    IReadOnlyList<NamedValue> Attributes,
    int Units,
    long Amount,
    bool MemberActs,
    LedgerView Ledger,
    TimeSpan Age,
    DateTimeOffset Now);

/// <summary>What the model answers.</summary>
internal sealed record ModelAnswer(string Outcome, string Code, Reason Principal, string Reasons, bool Stale, bool Provisional, int? NextStep, Money? Limit);

/// <summary>Decides slowly and obviously: lists of failures, sorted by the order of deciding.</summary>
internal static class ModelDecider
{
    private static readonly string[] Stages = ["offer", "consent", "listings", "standing", "attributes", "limits", "freshness"];

    internal static ModelAnswer Decide(ModelInquiry ask)
    {
        var failures = Failures(ask, ask.Standing?.Score.Floor ?? 350);
        var stale = ask.Age > ask.Perk.Freshness.FreshFor;
        if (failures.Count == 0)
        {
            return new ModelAnswer("Eligible", "None", Reason.None, "", stale, !ask.Ledger.Reachable, null, LimitAt(ask.Perk, ask.Standing!.Value.Score.Floor));
        }

        var first = failures.OrderBy(failure => Array.IndexOf(Stages, failure.Stage)).First();
        var ofStage = first.Reasons.Where(reason => StageOf(reason) == first.Stage).ToList();
        var principal = (ofStage.Count > 0 ? ofStage : first.Reasons).Min();
        var reasons = failures.SelectMany(failure => failure.Reasons).Distinct().Where(reason => ask.Standing is not null || SaidWithoutStanding(reason));
        var code = CodeOf(principal, stale);
        return new ModelAnswer(
            code is "Stale" or "Refer" ? "ReferToDesk" : "Ineligible",
            code,
            principal,
            string.Join(' ', reasons.Order()),
            stale,
            false,
            NextStep(ask, reasons.ToList()),
            null);
    }

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
            var reasons = Why(conjunct, ask, score);
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

    /// <summary>Reasons why a rule fails; none when it holds.</summary>
    private static List<Reason> Why(Rule rule, ModelInquiry ask, int score)
    {
        switch (rule)
        {
            case AllOf all:
                return [.. all.Parts.SelectMany(part => Why(part, ask, score)).Distinct()];
            case AnyOf any:
                return any.Parts.Any(part => Why(part, ask, score).Count == 0) ? [] : [.. any.Parts.SelectMany(part => Why(part, ask, score)).Distinct()];
            case Not { Part: var part }:
                return Why(part, ask, score).Count > 0 ? [] : [StageOf(part) == "attributes" ? Reason.Attribute : part is WithinHours ? Reason.OutsideHours : Reason.NotOfferedHere];
            case ScoreAtLeast needed:
                return If(score < needed.Step.Floor, Reason.Score);
            case TierAtLeast needed:
                return If((ask.Standing?.Tier ?? Tier.Basic) < needed.Tier, Reason.Tier);
            case PaymentLineOpen:
                return If(ask.Standing is not { PaymentLineOpen: true }, Reason.PaymentLine);
            case AttributeIn wanted:
                return If(!ask.Attributes.Any(sent => sent.Name == wanted.Name && (wanted.Values.Length == 0 || wanted.Values.Contains(sent.Value))), Reason.Attribute);
            case OfferedAt place:
                return If(!place.Kinds.Contains(ask.Venue.Kind), Reason.NotOfferedHere);
            case WithinHours hours:
                var clock = ask.Now.ToOffset(ask.Venue.UtcOffset).TimeOfDay;
                var minute = (int)clock.TotalMinutes;
                var open = Enumerable.Range(0, 1440).Where(one => hours.FromMinute < hours.ToMinute
                    ? one >= hours.FromMinute && one < hours.ToMinute
                    : one >= hours.FromMinute || one < hours.ToMinute);
                return If(!open.Contains(minute), Reason.OutsideHours);
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
        var usage = ask.Ledger.Usage;
        return rule switch
        {
            MaxActive limit when usage.ActiveHere + ask.Units > limit.Units => [Reason.ActiveHere],
            MaxActive limit => If(usage.Active + ask.Units > limit.Units, Reason.ActiveElsewhere),
            MaxPerPeriod limit when usage.InPeriodHere + ask.Units > limit.Units => [Reason.PeriodHere],
            MaxPerPeriod limit => If(usage.InPeriod + ask.Units > limit.Units, Reason.PeriodElsewhere),
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

        var steps = about.ConvertAll(reason => Enumerable.Range(0, 13).Select(index => 350 + (50 * index))
            .Where(score => score > ask.Standing!.Value.Score.Floor)
            .Where(score => !Failures(ask, score).Any(failure => failure.Reasons.Contains(reason)))
            .Select(score => (int?)score)
            .FirstOrDefault());
        return steps.Max();
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

    private static string StageOf(Reason reason) => (int)reason switch
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
