using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Grants;

/// <summary>Random commands, the same on the rules and on a model that remembers everything and forgets nothing.</summary>
public sealed class CustodyModelTests
{
    private static readonly string[] Things = ["a", "b", "c"];

    [Fact]
    public void Random_commands_come_to_what_the_model_says()
    {
        var seen = new Dictionary<GrantResult, int>();
        for (var seed = 0; seed < 400; seed++)
        {
            Walk(new Random(seed), seen, steps: 300, greedy: seed % 20 == 0);
        }

        Assert.Equal(Enum.GetValues<GrantResult>().Where(result => result <= GrantResult.TooMuchOpen), seen.Keys.Order());
        Assert.All(seen, pair => Assert.True(pair.Value > 100, $"{pair.Key} came up {pair.Value} times"));
    }

    private static void Walk(Random random, Dictionary<GrantResult, int> seen, int steps, bool greedy)
    {
        var (model, record, now) = (new CustodyModel(), MemberRecord.Empty, Sample.Noon);
        for (var step = 0; step < steps; step++)
        {
            now = now.AddMilliseconds(random.Next(100) switch { 0 => random.Next(100_000_000), < 10 => random.Next(4_000_000), _ => random.Next(60_000) });
            var command = greedy && random.Next(10) > 0 ? new Begin(Sample.BikeTerms() with { NeedsHandover = false }, Sample.Dock) : Next(random, record, now);

            var result = Custody.Apply(Scene(record), command, now);

            Assert.Contains(result.Outcome.Result, model.Apply(command, now));
            Assert.Equal(result.Outcome.Done, result.Next is not null);
            seen[result.Outcome.Result] = seen.GetValueOrDefault(result.Outcome.Result) + 1;
            record = result.Next ?? record;
            Compare(model, record, now);
        }
    }

    private static LedgerScene Scene(MemberRecord record) => new(
        record, Items.HeldBy(record).OrderBy(hold => hold.Until is not null).DistinctBy(hold => hold.Item).ToDictionary(hold => hold.Item, hold => new ItemHolder(Sample.Member, hold.Grant, hold.Until)));

    private static GrantCommand Next(Random random, MemberRecord record, DateTimeOffset now)
    {
        var number = Math.Max(1, record.NextGrant - random.Next(6));
        var partner = random.Next(10) == 0 ? "railway" : "citybike";
        DateTimeOffset? own = random.Next(3) == 0 ? now.AddSeconds(random.Next(-300, 60)) : null;
        var token = new TokenId((UInt128)(now.ToUnixTimeSeconds() / 600 * 4) + (UInt128)random.Next(4));
        var expires = DateTimeOffset.FromUnixTimeSeconds((now.ToUnixTimeSeconds() / 600 * 600) + 300);
        return random.Next(9) switch
        {
            0 => new Begin(Terms(random), Sample.Dock),
            1 or 2 => new Redeem(token, expires, Terms(random), Sample.Dock),
            3 or 4 => new ConfirmHandover(number, partner, own, Sample.Dock),
            5 => new Return(number, partner, [], own, Sample.Dock),
            6 => new Return(number, partner, [Things[random.Next(3)]], own, Sample.Dock),
            7 => new Cancel(number, partner, Sample.Dock, "jammed"),
            _ => new RevokeToken(token, expires, Actor.Member, "no"),
        };
    }

    private static GrantTerms Terms(Random random)
    {
        var bike = Sample.BikeTerms() with { Period = TimeSpan.FromHours(12) };
        return random.Next(20) switch
        {
            0 => bike with { Items = ["a", "b"] },
            < 6 => Sample.VisitTerms with { PartnerId = "citybike" },
            < 11 => bike,
            < 16 => bike with { Items = [Things[random.Next(3)]] },
            _ => bike with { Items = ["a", "b"], Units = 2, NeedsHandover = false },
        };
    }

    private static void Compare(CustodyModel model, MemberRecord record, DateTimeOffset now)
    {
        foreach (var grant in record.Grants)
        {
            Assert.Equal(model.StateOf(grant.Number, now), grant.StateAt(now));
            Assert.Equal(grant.SettledAt(now).OpenItems.Order(), model.ItemsOf(grant.Number, now));
        }

        foreach (var perk in (int[])[Sample.Bike, 2])
        {
            var usage = record.UsageOf(perk, "citybike", TimeSpan.FromHours(12), new JourneyDigest(7), now);
            Assert.Equal(model.UsageOf(perk, TimeSpan.FromHours(12), now), (usage.Active, usage.InPeriod, usage.JourneyUsed));
            Assert.Equal((usage.Active, usage.InPeriod), (usage.ActiveHere, usage.InPeriodHere));
        }

        if (model.CountsAt(now) && record.CountsUntil <= now)
        {
            Assert.Fail("counts, but says that it does not");
        }
    }
}
