using EdgeService.Core.Eligibility;
using Xunit.Abstractions;

namespace EdgeService.Core.Tests.Eligibility;

/// <summary>
/// Random inquiries about random members under random catalogs come to the same in the decider and in a model written apart from it.
/// <c>EDGE_DECIDER_INQUIRIES=10000000</c> runs the long form; <c>EDGE_DECIDER_SEED</c> repeats a run. Both are printed.
/// </summary>
public sealed class DeciderModelTests(ITestOutputHelper output)
{
    private const int Short = 120_000;
    private const int InquiriesEach = 240;

    /// <summary>Of so many inquiries at least one is refused, first of all, for each reason there is.</summary>
    private const int Seldom = 5_000;

    private readonly Lock _adding = new();
    private readonly Dictionary<(Reason Principal, string Code), int> _seen = [];
    private string? _difference;

    [Fact]
    public void Random_inquiries_are_decided_as_the_model_decides()
    {
        var inquiries = int.TryParse(Environment.GetEnvironmentVariable("EDGE_DECIDER_INQUIRIES"), out var asked) ? asked : Short;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("EDGE_DECIDER_SEED"), out var given) ? given : Random.Shared.Next(1_000_000_000);
        output.WriteLine($"EDGE_DECIDER_SEED={seed} EDGE_DECIDER_INQUIRIES={inquiries}");

        Parallel.For(0, (inquiries + InquiriesEach - 1) / InquiriesEach, (catalog, loop) =>
        {
            Run(seed + catalog);
            if (_difference is not null)
            {
                loop.Stop();
            }
        });

        Assert.True(_difference is null, _difference);
        var total = _seen.Values.Sum();
        output.WriteLine($"{total} inquiries, 0 differences");
        Show();
        Assert.True(total >= inquiries);
        Assert.All(Enum.GetValues<Reason>(), reason => Assert.True(CountOf(seen => seen.Principal == reason) >= total / Seldom, $"{reason} came up too seldom"));
        Assert.All(Enum.GetNames<TerminalCode>(), code => Assert.True(CountOf(seen => seen.Code == code) >= total / Seldom, $"{code} came up too seldom"));
        Assert.All(ModelDecider.Stages, stage => Assert.True(CountOf(seen => seen.Principal != Reason.None && ModelDecider.StageOf(seen.Principal) == stage) >= total / Seldom, $"{stage} came up too seldom"));
    }

    private int CountOf(Func<(Reason Principal, string Code), bool> which) => _seen.Where(pair => which(pair.Key)).Sum(pair => pair.Value);

    private void Show()
    {
        foreach (var ((principal, code), count) in _seen.OrderBy(pair => pair.Key))
        {
            output.WriteLine($"{principal} {code} {count}");
        }
    }

    /// <summary>Asks under one catalog.</summary>
    private void Run(int seed)
    {
        var world = new RandomWorld(seed);
        var catalog = world.Catalog();
        var seen = new Dictionary<(Reason Principal, string Code), int>();
        for (var i = 0; i < InquiriesEach; i++)
        {
            var ask = world.Inquiry(catalog);
            var (expected, actual) = (ModelDecider.Decide(ask), Answer(ask));
            if (expected != actual)
            {
                _difference ??= $"EDGE_DECIDER_SEED={seed}, inquiry {i}: expected {expected}, got {actual}";
                return;
            }

            seen[(actual.Principal, actual.Code)] = seen.GetValueOrDefault((actual.Principal, actual.Code)) + 1;
        }

        lock (_adding)
        {
            foreach (var (what, count) in seen)
            {
                _seen[what] = _seen.GetValueOrDefault(what) + count;
            }
        }
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
            DepositPaid = ask.Paid,
            MemberActs = ask.MemberActs,
            BeforeTheGate = ask.BeforeTheGate,
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
            decision.CreditLimit,
            decision.Benefit?.DepositWaived,
            decision.Remedy);
    }
}
