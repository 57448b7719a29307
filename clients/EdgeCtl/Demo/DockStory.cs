using EdgeCtl.Rendering;
using EdgeService.Client;
using Perks.Edge.V1;
using Perks.Member.V1;

namespace EdgeCtl.Demo;

/// <summary>A bike goes out and comes back by its number; a second one does not. Bo gets an umbrella but no bike, and reads why.</summary>
internal static class DockStory
{
    private const string Bike = "bike.deposit-free";
    private const string Umbrella = "umbrella.deposit-free";
    private const string FirstBike = "demo-bike-1";
    private const string SecondBike = "demo-bike-2";
    private const string OneUmbrella = "demo-umbrella-1";

    private static readonly string[] Riders = ["demo-alice", "demo-chen", "demo-erik", "demo-dora", "demo-gus"];

    public static async Task PlayAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        narrator.Begin("The bike dock", "bike-dock");
        await LeftBehind.TakeBackAsync(cast.Dock, [FirstBike, SecondBike, OneUmbrella], cancellation);
        var rider = await cast.FirstFreeAsync(cast.Dock, Bike, Riders, cancellation);
        await RideAsync(cast, narrator, rider, cancellation);
        await BorrowUmbrellaAsync(cast, narrator, cancellation);
        await BeRefusedAsync(cast, narrator, cancellation);
    }

    private static async Task RideAsync(Cast cast, Narrator narrator, string rider, CancellationToken cancellation)
    {
        await narrator.TellAsync(
            $"{rider} asks for a bike",
            "ELIGIBLE",
            () => cast.Dock.CheckAsync(cast.Asking(rider, Bike), cancellation: cancellation),
            Answers.Of,
            decision => BenefitWording.Of(decision.Benefit));
        var begun = await narrator.TellAsync(
            $"{rider} takes bike {FirstBike}",
            "GRANTED",
            () => cast.Dock.BeginAsync(cast.Asking(rider, Bike, FirstBike), cancellation: cancellation),
            Answers.Of);
        if (begun.Grant is not { } grant)
        {
            return;
        }

        await narrator.TellAsync(
            "the lock opens, the dock confirms", "ACTIVE", () => cast.Dock.ConfirmAsync(grant.GrantId, cancellation: cancellation), Answers.Of);
        await narrator.TellAsync(
            $"{rider} wants a second bike, {SecondBike}",
            "REFUSED LIMIT_HERE",
            () => cast.Dock.BeginAsync(cast.Asking(rider, Bike, SecondBike), cancellation: cancellation),
            Answers.Of,
            reply => DecisionView.Instead(reply.Decision?.Remedy, cast.Language));
        await narrator.TellAsync(
            $"{FirstBike} is back, known by its number",
            "RETURNED",
            () => cast.Dock.ReturnAsync(GrantTarget.Item(FirstBike), cancellation: cancellation),
            Answers.Of);
    }

    private static async Task BorrowUmbrellaAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        var now = await cast.Dock.CheckAsync(cast.Asking("demo-bo", Umbrella), cancellation: cancellation);
        var begun = await narrator.TellAsync(
            "demo-bo (620) takes an umbrella, 600 will do",
            now.RefusalCode == RefusalCode.LimitHere ? "REFUSED LIMIT_HERE" : "GRANTED",
            () => cast.Dock.BeginAsync(cast.Asking("demo-bo", Umbrella, OneUmbrella), cancellation: cancellation),
            Answers.Of);
        if (begun.Grant is not { } grant)
        {
            narrator.Remark("Somebody has lent her one by hand. When it is back, she gets this one: edge return --item NUMBER");
            return;
        }

        await cast.Dock.ConfirmAsync(grant.GrantId, cancellation: cancellation);
        await narrator.TellAsync(
            "the umbrella is back",
            "RETURNED",
            () => cast.Dock.ReturnAsync(GrantTarget.Item(OneUmbrella), cancellation: cancellation),
            Answers.Of);
    }

    private static async Task BeRefusedAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        var refusal = await narrator.TellAsync(
            "demo-bo asks for a bike, the dock learns this",
            "INELIGIBLE NOT_AVAILABLE",
            () => cast.Dock.CheckAsync(cast.Asking("demo-bo", Bike), cancellation: cancellation),
            Answers.Of,
            decision => DecisionView.Instead(decision.Remedy, cast.Language));
        foreach (var language in new[] { "zh", cast.Language }.Distinct())
        {
            await narrator.TellAsync(
                $"demo-bo reads why in her app, in {language}",
                "INELIGIBLE",
                () => cast.App.ExplainAsync(cast.Showing("demo-bo"), refusal.DecisionId, language, cancellation),
                reply => Names.Of(reply.Outcome),
                Reasons);
        }
    }

    private static string Reasons(ExplainDecisionResponse reply)
    {
        var reasons = reply.Reasons.Select(reason => $"{reason.Title}: {reason.Explanation} {reason.NextStep}");
        string[] closing = [reply.NextScoreText, reply.HowToContest];
        return string.Join('\n', reasons.Concat(closing).Where(line => line.Length > 0));
    }
}
