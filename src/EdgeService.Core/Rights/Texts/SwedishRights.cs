using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Rights.Texts;

/// <summary>Swedish.</summary>
internal static class SwedishRights
{
    public static RightsWording Wording { get; } = new(
        "{0} får, för {1}, fråga om du kan få: {2}. Svaret är ja, nej, eller att en människa avgör; aldrig din poäng, ett skäl eller en anmärkning. "
            + "Du kan när som helst ta tillbaka detta; det du har lånat löper då ut som avtalat.",
        "; ",
        ["resor i vardagen", "bibliotek", "vård", "resor", "inköp", "ekonomi", "boende", "att träffa andra"],
        ["låg", "medel", "god", "mycket god", "enastående"],
        "Du står på domstolens lista över personer som inte fullgör sina skyldigheter.",
        "Domstolen tar bort dig från listan; vänd dig till den domstol som satte upp dig.",
        new Dictionary<Sector, string>
        {
            [Sector.Railway] = "Järnvägen har stängt av dig.",
            [Sector.Aviation] = "Flyget har stängt av dig.",
            [Sector.Finance] = "Finanssektorn har stängt av dig.",
            [Sector.Healthcare] = "Vårdsektorn har stängt av dig.",
            [Sector.Other] = "En sektor har stängt av dig.",
        },
        "{0} Det gäller bara högre klasser.",
        "Avstängningen upphör tidigare när du har betalat det du är skyldig.",
        ["Du har inte invänt.", "Du har invänt; en människa prövar det.", "Din invändning godtogs: anmärkningen räknas inte.", "Din invändning avslogs."]);
}
