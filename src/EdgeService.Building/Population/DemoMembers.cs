using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Population;

/// <summary>A made member with a name, so that a story told with it comes out the same every day.</summary>
public sealed record DemoMember(
    string Id, int Score, Tier Tier, bool PaymentLineOpen, bool CourtListed, bool RailwayBan, bool Consents, string About)
{
    /// <summary>Number of the identity document, such as <c>ID-ALICE</c>.</summary>
    public string Document => "ID-" + Name;

    /// <summary>Number of the card, alike at all partners that issue one, such as <c>CARD-ALICE</c>.</summary>
    public string Card => "CARD-" + Name;

    private string Name => Id[(Id.IndexOf('-', StringComparison.Ordinal) + 1)..].ToUpperInvariant();

    /// <summary>Dimensions that yield <see cref="Score"/>; only scores up to 830 can be had this way.</summary>
    public Dimensions Dimensions
    {
        get
        {
            var mean = (Score - 350) / 6.0;
            var whole = (int)mean;

            // The contact network weighs 5 %: twenty of its steps make one step of all five.
            var contacts = whole + (int)Math.Round((mean - whole) * 20);
            return new Dimensions(whole, whole, whole, whole, contacts);
        }
    }
}

/// <summary>The named members of the development snapshot.</summary>
public static class DemoMembers
{
    /// <summary>Partners that have issued a card to each of them.</summary>
    public static IReadOnlyList<string> CardPartners { get; } = ["citylib", "cityhospital"];

    public static IReadOnlyList<DemoMember> All { get; } =
    [
        new("demo-alice", 720, Tier.Gold, true, false, false, true, "may have most things"),
        new("demo-bo", 620, Tier.Basic, true, false, false, true, "an umbrella, but no bike"),
        new("demo-chen", 680, Tier.Platinum, true, false, false, true, "the lounge by tier"),
        new("demo-dora", 655, Tier.Basic, false, false, false, true, "no payment line: the ordinary queue"),
        new("demo-erik", 760, Tier.Silver, true, false, false, true, "trials and credit"),
        new("demo-fay", 800, Tier.Basic, true, true, false, true, "on the court's list"),
        new("demo-gus", 700, Tier.Platinum, true, false, true, true, "barred by the railway"),
        new("demo-hana", 700, Tier.Basic, true, false, false, false, "enrolled, but consents to nothing"),
    ];
}
