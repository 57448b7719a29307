using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class StatusPlacesTests
{
    private static readonly DateTimeOffset Now = TokenDesk.Now;

    /// <summary>
    /// Bursts, pauses and starts at random: an edge forgets everything at a start, and yet no place goes to a token while another has it, nor
    /// while a list that speaks of the other may be gone by.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_place_has_two_tokens_however_often_the_edge_starts_anew(int seed)
    {
        var random = new Random(seed);
        var freeFrom = new Dictionary<uint, DateTimeOffset>();
        var (now, last, given) = (Now, StatusPlaces.StartAt(Now), 0);
        for (var step = 0; step < 1_500; step++)
        {
            now += random.Next(4) == 0 ? TimeSpan.FromHours(5 * random.NextDouble()) : TimeSpan.FromSeconds(2 * random.NextDouble());
            if (random.Next(10) == 0)
                last = StatusPlaces.StartAt(now);
            for (var burst = random.Next(300); burst > 0 && StatusPlaces.Next(last, now) is { } place; burst--)
            {
                var index = StatusPlaces.IndexOf(place);
                Assert.True(freeFrom.GetValueOrDefault(index, DateTimeOffset.MinValue) <= now, $"place {index} is taken until {freeFrom.GetValueOrDefault(index)}, now {now}");
                freeFrom[index] = now + StatusPlaces.LongestLife + StatusPlaces.LongestList + TokenFormat.ClockSlack + TokenFormat.ClockSlack;
                (last, given) = (place, given + 1);
            }
        }

        Assert.True(given > 40_000, $"{given} places given prove little");
    }

    [Fact]
    public void Edge_that_has_just_started_gives_places_at_the_pace_of_the_clock()
    {
        var last = StatusPlaces.StartAt(Now);
        Assert.Null(StatusPlaces.Next(last, Now));
        var given = 0;
        for (; StatusPlaces.Next(last, Now.AddSeconds(10)) is { } place; given++)
            last = place;
        Assert.InRange(given, 242, 243);
    }

    [Fact]
    public void Index_fits_the_list() => Assert.InRange(StatusPlaces.IndexOf(StatusPlaces.StartAt(DateTimeOffset.FromUnixTimeSeconds(uint.MaxValue))), 0u, (uint)StatusPlaces.Count - 1);
}
