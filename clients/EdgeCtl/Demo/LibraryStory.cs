using EdgeCtl.Rendering;
using EdgeService.Client;

namespace EdgeCtl.Demo;

/// <summary>A book goes out without a card; with 620 it takes a card, which needs no deposit.</summary>
internal static class LibraryStory
{
    private const string CardFree = "library.card-free";
    private const string Cardless = "library.cardless";
    private const string Book = "demo-book-1";

    public static async Task PlayAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        narrator.Begin("The library kiosk", "library-kiosk");
        await LeftBehind.TakeBackAsync(cast.Kiosk, [Book], cancellation);
        var begun = await narrator.TellAsync(
            "demo-alice borrows a book with her app alone",
            "GRANTED",
            () => cast.Kiosk.BeginAsync(cast.Asking("demo-alice", Cardless, Book), cancellation: cancellation),
            Answers.Of,
            reply => reply.Grant?.DueTime is { } due ? $"due {Wording.Of(due)}" : "");
        if (begun.Grant is not null)
        {
            await narrator.TellAsync(
                "the book is back",
                "RETURNED",
                () => cast.Kiosk.ReturnAsync(GrantTarget.Item(Book), cancellation: cancellation),
                Answers.Of);
        }

        await narrator.TellAsync(
            "demo-bo wants to borrow without a card",
            "INELIGIBLE NOT_AVAILABLE",
            () => cast.Kiosk.CheckAsync(cast.Asking("demo-bo", Cardless), cancellation: cancellation),
            Answers.Of,
            decision => DecisionView.Instead(decision.Remedy, cast.Language));
        await narrator.TellAsync(
            "demo-bo asks for a card without deposit",
            "ELIGIBLE",
            () => cast.Kiosk.CheckAsync(cast.Asking("demo-bo", CardFree), cancellation: cancellation),
            Answers.Of,
            decision => BenefitWording.Of(decision.Benefit));
    }
}
