using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Eligibility;

/// <summary>Evaluates rules against an inquiry and the standing that stands for its member. Every function returns the bits of the reasons why a rule fails, 0 when it holds.</summary>
internal static class RuleEvaluation
{
    /// <summary>Failures of a rule that is not turned round. What is missing before the gate says nothing against it.</summary>
    internal static uint Failures(Rule rule, in Inquiry inquiry, in Standing standing) => Failures(rule, inquiry, standing, inquiry.BeforeTheGate);

    internal static uint Unless(bool holds, Reason reason) => holds ? 0 : 1u << (int)reason;

    /// <summary>
    /// Failures where an attribute that is missing counts as one of the right values if <paramref name="missingHolds"/>. A "not" turns that round before the
    /// gate, so that there too nothing missing is held against anybody.
    /// </summary>
    private static uint Failures(Rule rule, in Inquiry inquiry, in Standing standing, bool missingHolds) => rule switch
    {
        ScoreAtLeast score => Unless(standing.Score >= score.Step, Reason.Score),
        OfferedAt place => Unless(place.Kinds.AsSpan().Contains(inquiry.Venue.Kind), Reason.NotOfferedHere),
        NoBan ban => BanFailures(ban, inquiry, standing),
        MaxActive limit => ActiveFailures(limit, inquiry),
        AllOf all => FailuresOfAll(all.Parts, inquiry, standing, missingHolds),
        AnyOf any => FailuresOfAny(any.Parts, inquiry, standing, missingHolds),
        Not not => FailuresOfNot(not.Part, inquiry, standing, missingHolds),
        TierAtLeast tier => Unless(standing.Tier >= tier.Tier, Reason.Tier),
        AttributeIn attribute => Unless(HasAttribute(attribute, inquiry.Attributes) ?? missingHolds, Reason.Attribute),
        WithinHours hours => Unless(IsWithin(hours, inquiry), Reason.OutsideHours),
        ConsentGiven consent => ConsentFailures(consent, inquiry, standing),
        PaymentLineOpen => Unless(standing.PaymentLineOpen, Reason.PaymentLine),
        MaxPerPeriod limit => PeriodFailures(limit, inquiry),
        OncePerJourney => Unless(!(inquiry.Ledger.Reachable && inquiry.Ledger.Usage.JourneyUsed), Reason.JourneyUsed),
        _ => throw new InvalidOperationException("The set of rules is closed."),
    };

    private static uint FailuresOfNot(Rule part, in Inquiry inquiry, in Standing standing, bool missingHolds) =>
        Failures(part, inquiry, standing, inquiry.BeforeTheGate && !missingHolds) == 0 ? FailureOf(part) : 0;

    private static uint FailuresOfAll(Rule[] parts, in Inquiry inquiry, in Standing standing, bool missingHolds)
    {
        var failures = 0u;
        foreach (var part in parts)
        {
            failures |= Failures(part, inquiry, standing, missingHolds);
        }

        return failures;
    }

    private static uint FailuresOfAny(Rule[] parts, in Inquiry inquiry, in Standing standing, bool missingHolds)
    {
        var failures = 0u;
        foreach (var part in parts)
        {
            var failure = Failures(part, inquiry, standing, missingHolds);
            if (failure == 0)
            {
                return 0;
            }

            failures |= failure;
        }

        return failures;
    }

    /// <summary>What is wrong when the part of a "not" holds. Only attributes, places and hours stand there, bare or in "all" and "any".</summary>
    private static uint FailureOf(Rule part) => 1u << (int)(RuleOrder.StageOf(part) == RuleStage.Attributes ? Reason.Attribute
        : part is WithinHours ? Reason.OutsideHours
        : Reason.NotOfferedHere);

    private static uint BanFailures(NoBan rule, in Inquiry inquiry, in Standing standing)
    {
        var bans = standing.Bans;
        var reason = Reason.None;
        for (var i = 0; i < bans.Count; i++)
        {
            var ban = bans[i];
            if (Covers(ban, rule) && ban.InForceAt(inquiry.Now))
            {
                reason = ban.Dispute == DisputeState.Open && reason != Reason.SectorBan ? Reason.BanDisputed : Reason.SectorBan;
            }
        }

        return reason == Reason.None || inquiry.Perk.IgnoresListings ? 0 : 1u << (int)reason;
    }

    private static bool Covers(SectorBan ban, NoBan rule) =>
        (rule.Sector is null || ban.Sector == rule.Sector) && (ban.Scope == BanScope.All || rule.Scope == BanScope.HigherClasses);

    private static uint ConsentFailures(ConsentGiven rule, in Inquiry inquiry, in Standing standing)
    {
        var failures = rule.EachTime && !inquiry.MemberActs ? 1u << (int)Reason.NoConsentNow : 0;
        return rule.Scene is not { } scene || standing.HasConsented(new Contract(scene, inquiry.Venue.Partner.Id), inquiry.Now)
            ? failures
            : failures | (1u << (int)Reason.NoConsent);
    }

    /// <summary>Whether the attribute has one of the values; null if it is missing.</summary>
    private static bool? HasAttribute(AttributeIn rule, ReadOnlySpan<NamedValue> attributes)
    {
        foreach (ref readonly var attribute in attributes)
        {
            if (attribute.Name == rule.Name)
            {
                return rule.Values.Length == 0 || rule.Values.AsSpan().Contains(attribute.Value);
            }
        }

        return null;
    }

    private static bool IsWithin(WithinHours hours, in Inquiry inquiry)
    {
        var minute = (int)((inquiry.Now.UtcTicks + inquiry.Venue.UtcOffset.Ticks) % TimeSpan.TicksPerDay / TimeSpan.TicksPerMinute);
        return hours.FromMinute <= hours.ToMinute
            ? minute >= hours.FromMinute && minute < hours.ToMinute
            : minute >= hours.FromMinute || minute < hours.ToMinute;
    }

    private static uint ActiveFailures(MaxActive limit, in Inquiry inquiry) => !inquiry.Ledger.Reachable ? 0
        : (long)inquiry.Ledger.Usage.ActiveHere + inquiry.Units > limit.Units ? 1u << (int)Reason.ActiveHere
        : Unless((long)inquiry.Ledger.Usage.Active + inquiry.Units <= limit.Units, Reason.ActiveElsewhere);

    private static uint PeriodFailures(MaxPerPeriod limit, in Inquiry inquiry) => !inquiry.Ledger.Reachable ? 0
        : (long)inquiry.Ledger.Usage.InPeriodHere + inquiry.Units > limit.Units ? 1u << (int)Reason.PeriodHere
        : Unless((long)inquiry.Ledger.Usage.InPeriod + inquiry.Units <= limit.Units, Reason.PeriodElsewhere);
}
