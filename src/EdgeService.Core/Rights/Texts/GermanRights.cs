using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Rights.Texts;

/// <summary>German.</summary>
internal static class GermanRights
{
    public static RightsWording Wording { get; } = new(
        "{0} darf für den Bereich {1} fragen, ob Ihnen zusteht: {2}. Die Antwort lautet ja, nein, oder dass ein Mensch entscheidet; nie wird Ihre "
            + "Punktzahl, ein Grund oder ein Eintrag mitgeteilt. Sie können dies jederzeit widerrufen; was Sie ausgeliehen haben, läuft dann zu Ende.",
        "; ",
        ["Mobilität", "Bibliotheken", "Gesundheit", "Reisen", "Einkaufen", "Finanzen", "Wohnen", "Kennenlernen"],
        ["niedrig", "mittel", "gut", "sehr gut", "hervorragend"],
        "Sie stehen auf der Liste des Gerichts über säumige Schuldner.",
        "Das Gericht streicht den Eintrag; wenden Sie sich an das Gericht, das ihn vorgenommen hat.",
        new Dictionary<Sector, string>
        {
            [Sector.Railway] = "Die Bahn hat Sie gesperrt.",
            [Sector.Aviation] = "Die Luftfahrt hat Sie gesperrt.",
            [Sector.Finance] = "Der Finanzsektor hat Sie gesperrt.",
            [Sector.Healthcare] = "Der Gesundheitssektor hat Sie gesperrt.",
            [Sector.Other] = "Ein Sektor hat Sie gesperrt.",
        },
        "{0} Das betrifft nur höhere Klassen.",
        "Die Sperre endet früher, sobald Sie bezahlt haben, was Sie schulden.",
        ["Sie haben nicht widersprochen.", "Sie haben widersprochen; ein Mensch prüft es.", "Ihrem Widerspruch wurde stattgegeben: Der Eintrag zählt nicht.", "Ihr Widerspruch wurde abgelehnt."]);
}
