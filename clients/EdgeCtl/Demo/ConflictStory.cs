using EdgeCtl.Rendering;
using Google.Protobuf.WellKnownTypes;
using Perks.Admin.V1;
using Perks.Edge.V1;

namespace EdgeCtl.Demo;

/// <summary>One token, accepted online and by a dock that was cut off: the second is kept with both sides, and a person decides.</summary>
internal static class ConflictStory
{
    private const string Charger = "charger.deposit-free";
    private const string First = "demo-charger-1";
    private const string Second = "demo-charger-2";

    private static readonly string[] Members = ["demo-chen", "demo-erik", "demo-dora", "demo-alice"];

    public static async Task PlayAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        narrator.Begin("A claim that came second", "bike-dock, operator");
        await LeftBehind.TakeBackAsync(cast.Dock, [First, Second], cancellation);
        var member = await cast.FirstFreeAsync(cast.Dock, Charger, Members, cancellation);
        var issued = await cast.Dock.IssueAsync(cast.Asking(member, Charger), cancellation: cancellation);
        if (issued.Token is not { } token)
        {
            narrator.Remark($"{member} may not have a charger now.");
            return;
        }

        await narrator.TellAsync(
            $"{member} takes {First} on a token", "REDEEMED", () => cast.Dock.RedeemAsync(token.Text, [First], cancellation: cancellation), Answers.Of);
        var upload = await narrator.TellAsync(
            "a dock, cut off, had taken it for another",
            "LATE_CONFLICT",
            () => cast.Dock.Grants.ReportClaimsAsync([Claim(cast.Now, token.Text)], cancellation),
            reply => Names.Of(reply.Results[0].Outcome));
        if (upload.Results[0].ConflictId is { Length: > 0 } conflictId)
        {
            await DecideAsync(cast, narrator, conflictId, cancellation);
        }

        await LeftBehind.TakeBackAsync(cast.Dock, [First], cancellation);
    }

    private static async Task DecideAsync(Cast cast, Narrator narrator, string conflictId, CancellationToken cancellation)
    {
        var decided = await narrator.TellAsync(
            "an operator looks, and dismisses the second",
            "DISMISSED",
            () => cast.Operator.ResolveConflictAsync(conflictId, ConflictResolution.Dismissed, "one charger is missing from the count", cancellation: cancellation),
            conflict => Names.Of(conflict.Resolution));
        if (narrator.Screen is { } screen)
        {
            ConflictView.Show(screen, decided);
        }
    }

    private static ReportOfflineClaimsRequest Claim(DateTimeOffset now, string token) => new()
    {
        Sequence = now.ToUnixTimeMilliseconds(),
        RequestId = Guid.NewGuid().ToString(),
        ClaimTime = now.ToTimestamp(),
        Token = new AcceptedToken { TokenText = token, ItemRefs = { Second } },
        HandedOver = true,
    };
}
