using EdgeCtl.Rendering;
using EdgeService.Client;

namespace EdgeCtl.Demo;

/// <summary>A bike comes back to a dock that is cut off: the dock's own signature, handed in by the member, stops the clock at its own time.</summary>
internal static class ReceiptStory
{
    private const string Bike = "bike.deposit-free";
    private const string OneBike = "demo-bike-3";

    private static readonly string[] Riders = ["demo-chen", "demo-dora", "demo-erik", "demo-alice"];

    public static async Task PlayAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        narrator.Begin("Back while the dock is cut off", "bike-dock, member-app");
        if (!cast.DockSigns)
        {
            narrator.Remark("The catalog of this home names no receiptKey for the dock. Take catalog.json away, start the service anew, and it has one.");
            return;
        }

        await LeftBehind.TakeBackAsync(cast.Dock, [OneBike], cancellation);
        var rider = await cast.FirstFreeAsync(cast.Dock, Bike, Riders, cancellation);
        var begun = await narrator.TellAsync(
            $"{rider} takes {OneBike}", "GRANTED", () => cast.Dock.BeginAsync(cast.Asking(rider, Bike, OneBike), cancellation: cancellation), Answers.Of);
        if (begun.Grant is not { } grant)
        {
            return;
        }

        await cast.Dock.ConfirmAsync(grant.GrantId, cancellation: cancellation);
        var receipt = cast.SignReceipt(OneBike);
        narrator.Remark($"the dock cannot reach anybody; it signs and shows a receipt of {receipt.Length} characters: {receipt[..24]}…");
        var back = await narrator.TellAsync(
            $"{rider} hands the receipt in by the app",
            "RETURNED KEPT",
            () => cast.App.SubmitReceiptAsync(cast.Showing(rider), receipt, cancellation: cancellation),
            own => Answers.OfRecord(own.Grant),
            own => $"over at {Wording.Of(own.Grant.EndTime)}, the dock's own time");
        await narrator.TellAsync(
            "the dock is back, and says the same",
            "RETURNED KEPT",
            () => cast.Dock.Grants.ReturnAsync(GrantTarget.Grant(back.Grant.GrantId), receipt, cancellation: cancellation),
            Answers.OfRecord);
    }
}
