using EdgeCtl.Rendering;
using Perks.Edge.V1;

namespace EdgeCtl.Demo;

/// <summary>A phone on trial: the token reserves it, a second token is refused, it is kept and paid for.</summary>
internal static class TrialStory
{
    private const string Trial = "trial.phone";
    private const string Phone = "demo-phone-1";
    private const long Price = 399_900;

    public static async Task PlayAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        narrator.Begin("A phone on trial, kept", "retail-counter");
        await LeftBehind.TakeBackAsync(cast.Shop, [Phone], cancellation);
        var issued = await narrator.TellAsync(
            "demo-erik asks for a phone to try",
            "ELIGIBLE",
            () => cast.Shop.IssueAsync(cast.Asking("demo-erik", Trial), cancellation: cancellation),
            reply => Answers.Of(reply.Decision),
            reply => BenefitWording.Of(reply.Decision.Benefit));
        if (issued.Token is not { } token)
        {
            return;
        }

        await narrator.TellAsync(
            "a second token: the first reserves the trial",
            "INELIGIBLE LIMIT_HERE",
            () => cast.Shop.IssueAsync(cast.Asking("demo-erik", Trial), cancellation: cancellation),
            reply => Answers.Of(reply.Decision));
        var redeemed = await narrator.TellAsync(
            "the counter hands it out on the first token", "REDEEMED", () => cast.Shop.RedeemAsync(token.Text, [Phone], cancellation: cancellation), Answers.Of);
        if (redeemed.Grant is { } grant)
        {
            await cast.Shop.ConfirmAsync(grant.GrantId, cancellation: cancellation);
            await KeepAsync(cast, narrator, grant, cancellation);
        }
    }

    private static async Task KeepAsync(Cast cast, Narrator narrator, Grant grant, CancellationToken cancellation)
    {
        await narrator.TellAsync(
            $"he keeps it, and is charged {Wording.Of(Yuan.Of(Price))}",
            "DUE",
            () => cast.Shop.Grants.ChargeAsync(grant.GrantId, Yuan.Of(Price), "invoice-1", "kept", cancellation: cancellation),
            Answers.OfMoney);
        await narrator.TellAsync(
            "the trial ends, the phone is his",
            "KEPT",
            () => cast.Shop.Grants.CloseAsync(grant.GrantId, "kept", cancellation: cancellation),
            Answers.Of);
        await narrator.TellAsync(
            "his bank says no at first",
            "FAILED",
            () => cast.Shop.Grants.PayAsync(grant.GrantId, Yuan.Of(Price), "card-1", failed: true, cancellation: cancellation),
            Answers.OfMoney);
        await narrator.TellAsync(
            "and pays the second time", "PAID", () => cast.Shop.Grants.PayAsync(grant.GrantId, Yuan.Of(Price), "card-2", cancellation: cancellation), Answers.OfMoney);
    }
}
