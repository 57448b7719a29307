using System.Globalization;
using Perks.Edge.V1;
using Perks.Member.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>What members read of themselves.</summary>
internal static class RightsView
{
    public static void Show(IAnsiConsole screen, ListConsentsResponse reply)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "Consent", "Scene", "Partner", "Since", "Opens");
        foreach (var consent in reply.Consents)
        {
            var given = consent.State == ConsentState.Given;
            table.AddRow(
                new Text(given ? "✓" : "–", new Style(given ? Color.Green : Color.Grey)),
                new Text(NameOf(consent)),
                new Text(consent.SceneName),
                new Text(consent.PartnerName),
                new Text(Wording.Of(consent.SinceTime)),
                new Text(string.Join(", ", consent.PerkIds)));
        }

        screen.Write(table);
        screen.MarkupLineInterpolated($"  [grey]{Wording.Of(reply.Basis)}[/]");
    }

    /// <summary>What the member would agree to.</summary>
    public static void ShowText(IAnsiConsole screen, Consent consent)
    {
        screen.WriteLine(consent.Text);
        screen.MarkupLineInterpolated($"  [grey]Not given yet. Say --agree to consent to {NameOf(consent)}.[/]");
    }

    public static void Show(IAnsiConsole screen, Consent consent, Basis inForce)
    {
        var given = consent.State == ConsentState.Given;
        screen.MarkupLineInterpolated($"[bold]{NameOf(consent)}[/] is {(given ? "given" : "withdrawn")}, since {Wording.Of(consent.SinceTime)}");
        screen.MarkupLineInterpolated($"  [grey]in force here with members' act {inForce.MemberActsThrough}[/]");
    }

    public static void Show(IAnsiConsole screen, GetStandingResponse reply)
    {
        screen.MarkupLineInterpolated($"[bold]{reply.BandName}[/]{(reply.LoweredByListing ? "  because of a listing, not of the score" : "")}");
        new FactSheet()
            .Row("Tier", Names.InWords(reply.Tier))
            .Row("Payment", reply.PaymentLineOpen ? "a payment line is open" : "no payment line is open")
            .Row("Basis", Wording.Of(reply.Basis))
            .Row("Contest", reply.HowToContest)
            .Show(screen);
        for (var place = 1; place <= reply.Listings.Count; place++)
        {
            Show(screen, reply.Listings[place - 1], place);
        }
    }

    public static void Show(IAnsiConsole screen, ListAccessesResponse reply)
    {
        if (reply.Accesses.Count == 0)
        {
            screen.WriteLine("Nobody has asked.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("When", "Who", "For", "Answer", "Times");
        foreach (var access in reply.Accesses)
        {
            var code = access.RefusalCode == RefusalCode.Unspecified ? "" : $" {Names.Of(access.RefusalCode)}";
            table.AddRow(
                new Text(Wording.Of(access.LastTime)),
                new Text($"{access.PartnerName}, {access.VenueId}"),
                new Text(access.PerkId),
                new Text(Names.Of(access.Outcome) + code, OutcomeStyle.Of(access.Outcome)),
                new Text(access.Count.ToString(CultureInfo.InvariantCulture)));
        }

        screen.Write(table);
        screen.MarkupLineInterpolated($"  [grey]kept {Wording.Of(reply.Retention)}{(reply.NextPageToken.Length > 0 ? $"; more with --page {reply.NextPageToken}" : "")}[/]");
        if (reply.CompleteSinceTime is { } since)
        {
            screen.MarkupLineInterpolated($"  [yellow]complete only since {Wording.Of(since)}[/]");
        }

        if (reply.ThisEdgeAlone)
        {
            screen.MarkupLine("  [grey]asked at this edge; others are not listed[/]");
        }
    }

    public static void Show(IAnsiConsole screen, EraseMeResponse reply)
    {
        screen.WriteLine("Not enrolled any more.");
        foreach (var remainder in reply.Remainders)
        {
            var until = remainder.UntilTime is null ? "" : $", until {Wording.Of(remainder.UntilTime)} at the latest";
            screen.MarkupLineInterpolated($"  stays for now: {Names.InWords(remainder.Kind)} × {remainder.Count}{until}");
        }
    }

    private static void Show(IAnsiConsole screen, Listing listing, int place)
    {
        screen.MarkupLineInterpolated($"  [bold]{place}[/]  {listing.Text}{(listing.InForce ? "" : "  [not in force]")}");
        new FactSheet().Row("Until", Wording.Of(listing.EndTime)).Row("Lifted", listing.LiftText).Row("Objection", listing.DisputeText).Show(screen);
    }

    private static string NameOf(Consent consent) => $"{Names.Of(consent.Scope.Scene).ToLowerInvariant()}@{consent.Scope.PartnerId}";
}
