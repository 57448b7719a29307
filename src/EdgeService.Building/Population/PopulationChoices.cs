using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Population;

/// <summary>The consent sets and bans that made members are given; number 0 of each is the empty one.</summary>
public sealed record PopulationChoices(IReadOnlyList<IReadOnlyList<Contract>> ConsentSets, IReadOnlyList<IReadOnlyList<SectorBan>> Bans)
{
    private const int DrawnSets = 512;
    private const int DayStep = 10;

    /// <summary>The contracts of the development catalog's partners.</summary>
    public static IReadOnlyList<Contract> DefaultContracts { get; } =
    [
        new(Scene.Mobility, "citybike"),
        new(Scene.Library, "citylib"),
        new(Scene.Healthcare, "cityhospital"),
        new(Scene.Travel, "railway"),
        new(Scene.Retail, "retailer"),
        new(Scene.Finance, "creditdesk"),
        new(Scene.Housing, "creditdesk"),
        new(Scene.Mobility, "creditdesk"),
        new(Scene.Travel, "creditdesk"),
        new(Scene.Social, "creditdesk"),
    ];

    /// <summary>Many different sets out of <paramref name="contracts"/>, and railway and aviation bans around <paramref name="asOf"/>.</summary>
    public static PopulationChoices Draw(ulong seed, IReadOnlyList<Contract> contracts, DateOnly asOf)
    {
        List<IReadOnlyList<Contract>> sets = [[], [.. contracts]];
        for (var set = 0; set < DrawnSets; set++)
        {
            var draws = new Draws(~seed, (ulong)set);
            var share = 150 + draws.Below(800);
            sets.Add([.. contracts.Where(_ => draws.InThousand(share))]);
        }

        return new(sets, BansAround(asOf));
    }

    /// <summary>Everything or nothing: set 1 holds all <paramref name="contracts"/>.</summary>
    public static PopulationChoices AllOrNothing(IReadOnlyCollection<Contract> contracts, DateOnly asOf) => new([[], [.. contracts]], BansAround(asOf));

    /// <summary>Some over, most in force, some yet to come.</summary>
    private static List<IReadOnlyList<SectorBan>> BansAround(DateOnly asOf)
    {
        List<IReadOnlyList<SectorBan>> bans = [[]];
        var midnight = new DateTimeOffset(asOf.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        for (var day = -300; day <= 60; day += DayStep)
        {
            bans.Add([Ban(Sector.Railway, BanScope.All, midnight.AddDays(day), 180)]);
            bans.Add([Ban(Sector.Railway, BanScope.HigherClasses, midnight.AddDays(day), 180)]);
            bans.Add([Ban(Sector.Aviation, BanScope.All, midnight.AddDays(day), 365)]);
        }

        return bans;
    }

    private static SectorBan Ban(Sector sector, BanScope scope, DateTimeOffset from, int days) =>
        new(sector, scope, from, from.AddDays(days), sector == Sector.Railway ? LiftCondition.Payment : LiftCondition.DateOnly, DisputeState.None);
}
