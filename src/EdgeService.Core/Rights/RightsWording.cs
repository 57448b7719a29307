using EdgeService.Core.Eligibility;
using EdgeService.Core.Rights.Texts;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Rights;

/// <summary>What members read of their rights, in one language.</summary>
/// <param name="Consent">A consent's text: {0} is the partner, {1} the scene, {2} the perks.</param>
/// <param name="ListSeparator">Between two perks.</param>
/// <param name="Scenes">Names of the scenes, by number from 1.</param>
/// <param name="Bands">Names of the bands, the lowest first.</param>
/// <param name="CourtListing">The court's listing.</param>
/// <param name="CourtLift">What ends it.</param>
/// <param name="Sectors">Bans of each sector.</param>
/// <param name="HigherClasses">A ban of higher classes alone: {0} is the ban.</param>
/// <param name="PaymentLift">A ban that payment ends.</param>
/// <param name="Disputes">Where an objection stands, by number from 0.</param>
public sealed record RightsWording(
    string Consent,
    string ListSeparator,
    IReadOnlyList<string> Scenes,
    IReadOnlyList<string> Bands,
    string CourtListing,
    string CourtLift,
    IReadOnlyDictionary<Sector, string> Sectors,
    string HigherClasses,
    string PaymentLift,
    IReadOnlyList<string> Disputes)
{
    /// <summary>In <c>zh</c>, <c>en</c>, <c>sv</c> or <c>de</c>; any other language is answered in English.</summary>
    public static RightsWording In(string? language) => MemberReasons.LanguageFor(language) switch
    {
        "zh" => ChineseRights.Wording,
        "sv" => SwedishRights.Wording,
        "de" => GermanRights.Wording,
        _ => EnglishRights.Wording,
    };

    public string SceneName(Scene scene) => Scenes[(int)scene - 1];

    public string BandName(Band band) => Bands[(int)band];

    public string DisputeName(DisputeState state) => Disputes[(int)state];

    public string BanText(SectorBan ban)
    {
        var sector = Sectors.GetValueOrDefault(ban.Sector, Sectors[Sector.Other]);
        return ban.Scope == BanScope.HigherClasses ? string.Format(System.Globalization.CultureInfo.InvariantCulture, HigherClasses, sector) : sector;
    }

    public string LiftText(LiftCondition lift) => lift == LiftCondition.Payment ? PaymentLift : "";
}
