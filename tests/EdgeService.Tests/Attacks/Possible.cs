using EdgeService.Tests.Operators;
using Perks.Admin.V1;

namespace EdgeService.Tests.Attacks;

/// <summary>One of the people that a member might be, as far as an edge knows anything of members.</summary>
/// <param name="Id">All ids are of one length, so that app codes are.</param>
/// <param name="Score">The exact score; null for who is not enrolled.</param>
/// <param name="Tier">The tier.</param>
/// <param name="PaymentLine">Whether a payment line is open.</param>
/// <param name="Consents">To everything, or to nothing.</param>
internal sealed record Possible(string Id, int? Score, Tier Tier, bool PaymentLine, bool Consents)
{
    public string Card => "ATT-" + Id;

    public string Document => "DOC-" + Id;

    /// <summary>
    /// All standings: every score of 350 to 950 with every tier and payment line, or only those around the steps with the outer tiers; and, last, a
    /// member without consent and a stranger.
    /// </summary>
    public static IReadOnlyList<Possible> Everybody(bool everyOne)
    {
        var scores = Enumerable.Range(350, 601).Where(score => everyOne || score % 50 is 0 or 49);
        Tier[] tiers = everyOne ? [Tier.Basic, Tier.Silver, Tier.Gold, Tier.Platinum] : [Tier.Basic, Tier.Platinum];
        var all = scores.SelectMany(score => tiers
            .SelectMany(tier => new[] { true, false }.Select(line => (Score: (int?)score, tier, line, Consents: true)))).ToList();
        all.Add((900, Tier.Platinum, true, false));
        all.Add((null, Tier.Basic, false, false));
        return [.. all.Select((one, i) => new Possible($"att-{i:D6}", one.Score, one.tier, one.line, one.Consents))];
    }

    /// <summary>Makes them what they are by an operator's changes, with a card of either partner and a document for each.</summary>
    public static async Task ApplyAsync(OperatedEdge edge, IEnumerable<Possible> everybody, IReadOnlyCollection<(Scene Scene, string Partner)> contracts)
    {
        long revision = 0;
        Change Next(Possible member, Action<Change> with)
        {
            var change = edge.Change(++revision, with);
            change.MemberId = member.Id;
            return change;
        }

        foreach (var some in everybody.Where(member => member.Score is not null).Chunk(200))
        {
            await edge.ApplyAsync([.. some.SelectMany(member => new[]
            {
                Next(member, change => change.Enrol = member.Enrolment(contracts)),
                Next(member, change => change.GiveAlias = new() { IdentityDocument = member.Document }),
                Next(member, change => change.GiveAlias = new() { PartnerCard = new() { PartnerId = "citylib", Number = member.Card } }),
                Next(member, change => change.GiveAlias = new() { PartnerCard = new() { PartnerId = "cityhospital", Number = member.Card } }),
            })]);
        }
    }

    private Enrol Enrolment(IReadOnlyCollection<(Scene Scene, string Partner)> contracts)
    {
        var enrol = new Enrol { Score = Score!.Value, Tier = Tier, PaymentLineOpen = PaymentLine };
        if (Consents)
            enrol.Consents.Add(contracts.Select(contract => new ConsentGiven { Scope = new() { Scene = contract.Scene, PartnerId = contract.Partner } }));
        return enrol;
    }
}
