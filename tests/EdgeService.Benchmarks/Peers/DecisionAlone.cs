using System.Globalization;
using EdgeService.Building.Catalogs;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Benchmarks.Peers;

/// <summary>The decision alone, by Core: of an eligible member who asks for a bike, without finding the member, wire, seal or record.</summary>
internal static class DecisionAlone
{
    private const int Score = 700;

    /// <summary>Microseconds of processor time a decision.</summary>
    /// <param name="catalogFile">The catalog in use.</param>
    /// <param name="terminal">The terminal that asks: <c>partner:venue:terminal</c>.</param>
    /// <param name="perkId">For what.</param>
    /// <param name="decisions">How many.</param>
    public static double Measure(string catalogFile, string terminal, string perkId, int decisions)
    {
        var catalog = CatalogReading.Read(File.ReadAllText(catalogFile)).Catalog!;
        var (perk, venue) = (catalog.FindPerk(perkId)!, catalog.FindTerminal("urn:perks:terminal:" + terminal)!.Venue);
        Contract[] consents = [new(perk.Scene, venue.Partner.Id), new(Scene.Library, "citylib")];
        var standing = new Standing(ScoreStep.OfScore(Score), Tier.Basic, CourtListed: false, PaymentLineOpen: false, new ConsentSet(consents), [], []);
        Decide(perk, venue, standing, decisions);
        var before = Environment.CpuUsage.TotalTime;
        Decide(perk, venue, standing, decisions);
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / decisions;
    }

    private static void Decide(Perk perk, Venue venue, in Standing standing, int decisions)
    {
        var now = DateTimeOffset.UtcNow;
        for (var decision = 0; decision < decisions; decision++)
        {
            var decided = Decider.Decide(new Inquiry
            {
                Perk = perk,
                Venue = venue,
                Standing = standing,
                Ledger = LedgerView.Of(Usage.None),
                Age = TimeSpan.FromHours(1),
                Now = now,
            });
            if (decided.Outcome != Outcome.Eligible)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"A member of score {Score} was refused: {decided.Principal}."));
        }
    }
}
