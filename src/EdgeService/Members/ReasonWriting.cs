using EdgeService.Core.Eligibility;
using EdgeService.Flow;
using EdgeService.Terminals;
using Google.Protobuf.WellKnownTypes;
using Perks.Member.V1;
using Edge = Perks.Edge.V1;

namespace EdgeService.Members;

/// <summary>Reasons and outlooks in the member's language, on the wire.</summary>
public static class ReasonWriting
{
    public static ExplainDecisionResponse Write(Explained explained, string language)
    {
        var (partner, venue) = explained.Asker.Split(':') is [var first, var second, _] ? (first, second) : ("", "");
        var message = new ExplainDecisionResponse
        {
            Outcome = (Edge.Outcome)explained.Outcome,
            PerkId = explained.Perk?.Id ?? "",
            PartnerId = partner,
            VenueId = venue,
            DecideTime = explained.DecidedAt.ToTimestamp(),
            Basis = BasisWriting.Write(explained.Basis),
            NextScoreStep = explained.NextStep?.Floor ?? 0,
            NextScoreText = explained.NextStep is { } step ? MemberReasons.NextScoreStep(step, language) : "",
            HowToContest = MemberReasons.HowToContest(language),
            LanguageCode = MemberReasons.LanguageFor(language),
        };
        message.Reasons.Add(explained.Reasons.Select(reason => Write(reason, language)));
        return message;
    }

    public static PerkStanding Write(PerkOutlook outlook, string language)
    {
        var decision = outlook.Decided.Decision;
        var message = new PerkStanding
        {
            Perk = OfferWriting.Write(outlook.Offer.Perk),
            PartnerId = outlook.Venue.Partner.Id,
            VenueId = outlook.Venue.Id,
            Outcome = (Edge.Outcome)decision.Outcome,
        };
        message.Reasons.Add(ExplainFlow.InOrder(decision.Principal, decision.Reasons).Select(reason => Write(reason, language)));
        return message;
    }

    private static MemberReason Write(Reason reason, string language)
    {
        var text = MemberReasons.Of(reason, language);
        return new MemberReason
        {
            Code = DecisionNames.Of(reason),
            Title = text.Title,
            Explanation = text.Explanation,
            NextStep = text.NextStep,
        };
    }
}
