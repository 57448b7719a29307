using EdgeCtl.Rendering;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Perks.Member.V1;

namespace EdgeCtl.Demo;

/// <summary>Erik takes a consent back and gives it again, sees who has asked about him, and has a person look at a refusal.</summary>
internal static class RightsStory
{
    private const string Member = "demo-erik";
    private const string Partner = "citylib";
    private const string Perk = "library.cardless";

    public static async Task PlayAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        narrator.Begin("The member's rights", "member-app, library-kiosk, operator");
        await WithdrawAsync(cast, narrator, cancellation);
        var code = await SeeAsync(cast, narrator, cancellation);
        if (code is not null)
        {
            await ContestAsync(cast, narrator, code, cancellation);
        }
    }

    private static async Task WithdrawAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        await narrator.TellAsync(
            $"{Member} withdraws the library's consent",
            "NOT_GIVEN",
            () => cast.Rights.WithdrawConsentAsync(cast.Showing(Member), Scene.Library, Partner, cast.Language, cancellation: cancellation),
            reply => Names.Of(reply.Consent.State),
            reply => $"in force with members' act {reply.InForce.MemberActsThrough}; what is out runs to its end");
        await narrator.TellAsync(
            "the kiosk asks and learns this", "INELIGIBLE NOT_AVAILABLE", () => cast.Kiosk.CheckAsync(cast.Asking(Member, Perk), cancellation: cancellation), Answers.Of);
        var listed = await cast.Rights.ListConsentsAsync(cast.Showing(Member), cast.Language, cancellation);
        var shown = listed.Consents.Single(consent => consent.Scope.Scene == Scene.Library && consent.Scope.PartnerId == Partner);
        await narrator.TellAsync(
            $"{Member} reads the text and consents again",
            "GIVEN",
            () => cast.Rights.GiveConsentAsync(cast.Showing(Member), shown, cast.Language, cancellation: cancellation),
            reply => Names.Of(reply.Consent.State),
            reply => reply.Consent.Text);
        await narrator.TellAsync(
            "the kiosk asks again", "ELIGIBLE", () => cast.Kiosk.CheckAsync(cast.Asking(Member, Perk), cancellation: cancellation), Answers.Of);
    }

    /// <summary>The claim code of the refusal.</summary>
    private static async Task<string?> SeeAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        var seen = await narrator.TellAsync(
            $"{Member} sees who has asked",
            "ELIGIBLE, INELIGIBLE",
            () => cast.Rights.ListAccessesAsync(cast.Showing(Member), cast.Language, cancellation: cancellation),
            reply => string.Join(", ", reply.Accesses.Take(2).Select(access => Names.Of(access.Outcome))),
            reply => string.Join("; ", reply.Accesses.Take(2).Select(Sentence)));
        return seen.Accesses.FirstOrDefault(access => access.Outcome == Outcome.Ineligible)?.ClaimCode;
    }

    private static async Task ContestAsync(Cast cast, Narrator narrator, string claimCode, CancellationToken cancellation)
    {
        var contested = await narrator.TellAsync(
            "contests the refusal",
            "OPEN",
            () => cast.Rights.ContestDecisionAsync(cast.Showing(Member), claimCode, "I had only just consented", cast.Language, cancellation: cancellation),
            reply => Names.Of(reply.Dispute.State),
            reply => $"a person decides by {Wording.Of(reply.Dispute.DeadlineTime)}");
        await narrator.TellAsync(
            "the operator opens the decision to its reasons",
            "NO_CONSENT",
            () => cast.Disputes.GetAsync(contested.Dispute.DisputeId, cancellation),
            reply => reply.Decision.Reasons.FirstOrDefault() ?? "");
        await narrator.TellAsync(
            "and decides",
            "REJECTED",
            () => cast.Disputes.ResolveAsync(contested.Dispute.DisputeId, upheld: false, "you had withdrawn it a moment before", cancellation: cancellation),
            dispute => Names.Of(dispute.State));
        await narrator.TellAsync(
            $"{Member} reads why",
            "REJECTED",
            () => cast.Rights.GetDisputeAsync(cast.Showing(Member), contested.Dispute.DisputeId, cast.Language, cancellation),
            dispute => Names.Of(dispute.State),
            dispute => dispute.ResolutionReason);
    }

    private static string Sentence(Access access) => $"{access.PartnerName} for {access.PerkTitle}, {Names.InWords(access.Outcome)}";
}
