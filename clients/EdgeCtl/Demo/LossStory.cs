using EdgeCtl.Rendering;
using EdgeService.Client;
using Perks.Edge.V1;

namespace EdgeCtl.Demo;

/// <summary>A lost umbrella costs its deposit and no more, and nothing once it turns up; who may not have the deposit waived may pay it.</summary>
internal static class LossStory
{
    private const string Umbrella = "umbrella.deposit-free";
    private const string Bike = "bike.deposit-free";
    private const string OneUmbrella = "demo-umbrella-2";
    private const string OneBike = "demo-bike-4";
    private const long BikeDeposit = 19_900;

    private static readonly string[] Borrowers = ["demo-dora", "demo-chen", "demo-erik", "demo-alice", "demo-bo"];

    public static async Task PlayAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        narrator.Begin("Lost, and the deposit that may be paid", "bike-dock, operator");
        await LeftBehind.TakeBackAsync(cast.Dock, [OneUmbrella, OneBike], cancellation);
        await LoseAsync(cast, narrator, await cast.FirstFreeAsync(cast.Dock, Umbrella, Borrowers, cancellation), cancellation);
        await PayDepositAsync(cast, narrator, cancellation);
    }

    private static async Task LoseAsync(Cast cast, Narrator narrator, string borrower, CancellationToken cancellation)
    {
        var begun = await narrator.TellAsync(
            $"{borrower} takes {OneUmbrella}", "GRANTED", () => cast.Dock.BeginAsync(cast.Asking(borrower, Umbrella, OneUmbrella), cancellation: cancellation), Answers.Of);
        if (begun.Grant is not { } grant)
        {
            return;
        }

        await cast.Dock.ConfirmAsync(grant.GrantId, cancellation: cancellation);
        await narrator.TellAsync(
            "lost, says the hotline, and claims 99.00 CNY",
            "LOST 30.00 CNY",
            () => cast.OperatorGrants.ReportLostAsync(GrantTarget.Grant(grant.GrantId), Yuan.Of(9_900), "the member called", cancellation: cancellation),
            lost => $"{Answers.Of(lost)} {Wording.Of(lost.Money.Due)}",
            _ => "never more than the deposit");
        await narrator.TellAsync(
            "it turns up: the claim is gone",
            "RETURNED 0.00 CNY",
            () => cast.Dock.ReturnAsync(GrantTarget.Grant(grant.GrantId), cancellation: cancellation),
            back => $"{Answers.Of(back)} {Wording.Of(back.Money.Due)}");
    }

    private static async Task PayDepositAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        var deposit = new DepositPaid { Amount = Yuan.Of(BikeDeposit), PaymentRef = "till-demo" };
        var begun = await narrator.TellAsync(
            "demo-bo, refused, pays the deposit instead",
            "GRANTED",
            () => cast.Dock.BeginAsync(cast.Asking("demo-bo", Bike, OneBike), deposit, cancellation: cancellation),
            Answers.Of,
            reply => reply.Grant is { Deposit: { } said } ? GrantView.InWords(said) : "");
        if (begun.Grant is not { } grant)
        {
            return;
        }

        await cast.Dock.ConfirmAsync(grant.GrantId, cancellation: cancellation);
        await narrator.TellAsync(
            $"{OneBike} is back, the deposit is hers",
            "REFUND_DUE",
            () => cast.Dock.ReturnAsync(GrantTarget.Item(OneBike), cancellation: cancellation),
            Answers.OfMoney);
        await narrator.TellAsync(
            "and is given back",
            "NONE",
            () => cast.Dock.Grants.RefundAsync(grant.GrantId, Yuan.Of(BikeDeposit), "till-demo-back", cancellation: cancellation),
            Answers.OfMoney);
    }
}
