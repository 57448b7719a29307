using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Rights.Texts;

/// <summary>English.</summary>
internal static class EnglishRights
{
    public static RightsWording Wording { get; } = new(
        "{0} may ask, for {1}, whether you may have: {2}. It learns yes, no, or that a person decides; never your score, a reason or a listing. "
            + "You can withdraw this at any time; what you have out then runs to its end.",
        "; ",
        ["getting about", "libraries", "health care", "travel", "shopping", "finance", "housing", "meeting people"],
        ["low", "intermediate", "good", "very good", "exceptional"],
        "You are on the court's list of people who do not meet their obligations.",
        "The court takes you off the list; ask the court that put you on it.",
        new Dictionary<Sector, string>
        {
            [Sector.Railway] = "The railway has barred you.",
            [Sector.Aviation] = "Aviation has barred you.",
            [Sector.Finance] = "The finance sector has barred you.",
            [Sector.Healthcare] = "The health sector has barred you.",
            [Sector.Other] = "A sector has barred you.",
        },
        "{0} This concerns higher classes only.",
        "It ends earlier once you have paid what is owed.",
        ["You have not objected.", "You have objected; a person is looking at it.", "Your objection was upheld: it does not count.", "Your objection was rejected."]);
}
