using System.Security.Cryptography;
using System.Text;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Rights;

/// <summary>A consent that perks of the catalog ask for: one scene of one partner, and what it opens.</summary>
/// <param name="Contract">Scene and partner.</param>
/// <param name="Partner">The partner.</param>
/// <param name="Perks">The perks it opens, in the order of the catalog.</param>
public sealed record ConsentOffer(Contract Contract, Partner Partner, IReadOnlyList<Perk> Perks)
{
    /// <summary>Every consent that the catalog could ask for, by partner and scene.</summary>
    public static IReadOnlyList<ConsentOffer> AllOf(PerkCatalog catalog) =>
    [
        .. catalog.Partners.SelectMany(partner => catalog.Perks.Where(partner.HasContracted)
            .SelectMany(perk => ScenesOf(perk).Select(scene => (scene, perk)))
            .GroupBy(one => one.scene, one => one.perk)
            .OrderBy(group => group.Key)
            .Select(group => new ConsentOffer(new Contract(group.Key, partner.Id), partner, [.. group]))),
    ];

    /// <summary>What the member agrees to, in whole sentences.</summary>
    public string TextIn(string? language)
    {
        var wording = RightsWording.In(language);
        var perks = string.Join(wording.ListSeparator, Perks.Select(perk => perk.Title.In(language)));
        return string.Format(System.Globalization.CultureInfo.InvariantCulture, wording.Consent, Partner.Name.In(language), wording.SceneName(Contract.Scene), perks);
    }

    /// <summary>Names the text to the letter, in its language: whoever sends it back was shown this text and no other.</summary>
    public byte[] DigestIn(string? language) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"consent 1\n{MemberReasons.LanguageFor(language)}\n{Contract.Scene}\n{Contract.PartnerId}\n{TextIn(language)}"));

    /// <summary>A perk asks for its own scene always, and for others where its rule says so.</summary>
    private static IEnumerable<Scene> ScenesOf(Perk perk) =>
        perk.Conjuncts.Select(conjunct => (conjunct.Rule as ConsentGiven)?.Scene).OfType<Scene>().Prepend(perk.Scene).Distinct();
}
