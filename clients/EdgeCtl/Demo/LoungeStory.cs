using EdgeCtl.Rendering;
using Perks.Edge.V1;
using MemberToken = Perks.Member.V1.IssueTokenResponse;

namespace EdgeCtl.Demo;

/// <summary>Who is let into the lounge, and why a token made in the app opens one gate once.</summary>
internal static class LoungeStory
{
    private const string Lounge = "station.lounge";
    private const string GateGroup = "LOUNGE-A";

    public static async Task PlayAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        narrator.Begin("The station lounge", "lounge-gate");
        await AskAsync(cast, narrator, "demo-alice, with a first-class ticket", "demo-alice", "first", "ELIGIBLE", cancellation);
        await AskAsync(cast, narrator, "demo-chen, second class, but platinum", "demo-chen", "second", "ELIGIBLE", cancellation);
        await AskAsync(cast, narrator, "demo-dora, with neither", "demo-dora", "second", "INELIGIBLE ATTRIBUTE", cancellation);
        await AskAsync(
            cast, narrator, "demo-gus, platinum, but barred by the railway", "demo-gus", "first", "INELIGIBLE NOT_AVAILABLE", cancellation);

        narrator.Begin("A token from the app", "member-app, lounge-gate");
        var issued = await narrator.TellAsync(
            $"demo-alice's app gets a token for {GateGroup}",
            "ELIGIBLE",
            () => cast.App.IssueAsync(cast.Showing("demo-alice"), Lounge, GateGroup, cancellation: cancellation),
            reply => Names.Of(reply.Outcome));
        if (issued.Token is { } token)
        {
            Draw(narrator, issued);
            await ScanAsync(cast, narrator, token.Text, cancellation);
        }
    }

    private static Task<Decision> AskAsync(
        Cast cast, Narrator narrator, string who, string memberId, string ticketClass, string expected, CancellationToken cancellation) =>
        narrator.TellAsync(
            who,
            expected,
            () => cast.Gate.CheckAsync(Ticket.New(ticketClass).On(cast.Asking(memberId, Lounge)), cancellation: cancellation),
            Answers.Of,
            decision => decision.Outcome == Outcome.Eligible ? "" : DecisionView.Instead(decision.Remedy, cast.Language));

    private static async Task ScanAsync(Cast cast, Narrator narrator, string token, CancellationToken cancellation)
    {
        var ticket = Ticket.New("first");
        var requestId = Guid.NewGuid();
        await narrator.TellAsync("the gate scans the code, changing nothing", "VALID", () => cast.Gate.VerifyAsync(token, cancellation), Answers.Of);
        await narrator.TellAsync(
            "the gate opens on it",
            "REDEEMED",
            () => cast.Gate.RedeemAsync(token, null, ticket.Attributes, requestId, cancellation),
            Answers.Of);
        await narrator.TellAsync(
            "the answer was lost: again, same request id",
            "REDEEMED",
            () => cast.Gate.RedeemAsync(token, null, ticket.Attributes, requestId, cancellation),
            Answers.Of);
        await narrator.TellAsync(
            "somebody shows a photograph of the code",
            "ALREADY_REDEEMED",
            () => cast.Gate.RedeemAsync(token, null, Ticket.New("first").Attributes, cancellation: cancellation),
            Answers.Of,
            reply => reply.RedeemTime is { } time ? $"redeemed at {Wording.Of(time)}" : "");
    }

    private static void Draw(Narrator narrator, MemberToken issued)
    {
        if (narrator.Screen is { } screen && screen.Profile.Capabilities.Ansi)
        {
            QrView.Show(screen, issued.Token.Text);
        }

        narrator.Remark($"{issued.Token.Text.Length} characters, good until {Wording.Of(issued.Token.ExpireTime)}");
    }
}
