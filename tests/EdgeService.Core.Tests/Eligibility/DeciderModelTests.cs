using EdgeService.Core.Eligibility;

namespace EdgeService.Core.Tests.Eligibility;

public sealed class DeciderModelTests
{
    private const int Catalogs = 500;
    private const int InquiriesEach = 240;

    [Fact]
    public void Random_inquiries_are_decided_as_the_model_decides()
    {
        var outcomes = new Dictionary<string, int>();
        for (var seed = 1; seed <= Catalogs; seed++)
        {
            var world = new RandomWorld(seed);
            var catalog = world.Catalog();
            for (var i = 0; i < InquiriesEach; i++)
            {
                var ask = world.Inquiry(catalog);
                var expected = ModelDecider.Decide(ask);
                var actual = Answer(ask);
                Assert.True(expected == actual, $"seed {seed}, inquiry {i}: expected {expected}, got {actual}");
                outcomes[actual.Code] = outcomes.GetValueOrDefault(actual.Code) + 1;
            }
        }

        Assert.Equal(Enum.GetNames<TerminalCode>().Order(), outcomes.Keys.Order());
        Assert.All(outcomes.Values, count => Assert.True(count > 500, string.Join(' ', outcomes)));
    }

    private static ModelAnswer Answer(ModelInquiry ask)
    {
        var decision = Decider.Decide(new Inquiry
        {
            Perk = ask.Perk,
            Venue = ask.Venue,
            Standing = ask.Standing,
            Attributes = ask.Attributes.ToArray(),
            Units = ask.Units,
            Amount = ask.Amount,
            MemberActs = ask.MemberActs,
            Ledger = ask.Ledger,
            Age = ask.Age,
            Now = ask.Now,
        });
        return new ModelAnswer(
            decision.Outcome.ToString(),
            decision.Code.ToString(),
            decision.Principal,
            string.Join(' ', decision.Reasons.ToList()),
            decision.Stale,
            decision.Provisional,
            decision.NextStep?.Floor,
            decision.CreditLimit);
    }
}
