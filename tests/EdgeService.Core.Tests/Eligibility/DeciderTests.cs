using System.Diagnostics;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tests.Catalogs;

namespace EdgeService.Core.Tests.Eligibility;

public sealed class DeciderTests
{
    private static readonly Terminal Dock = ShippedCatalog.Catalog.FindTerminal("citybike", "central-park", "dock-1")!;
    private static readonly Perk Bike = ShippedCatalog.Catalog.FindPerk("bike.deposit-free")!;
    private static readonly Standing Able = Members.At(650, Dock.Venue.Partner);

    public static TheoryData<string> Causes => ["unknown", "consent", "court", "ban", "score", "elsewhere"];

    [Theory]
    [MemberData(nameof(Causes))]
    public void Causes_of_not_available_look_alike_to_the_terminal(string cause)
    {
        foreach (var age in new[] { TimeSpan.Zero, TimeSpan.FromHours(30), TimeSpan.FromDays(30) })
        {
            var one = Decide(cause, age);
            var other = Decide("score", age);
            Assert.Equal(
                (other.Outcome, other.Code, other.Stale, other.Provisional, other.Benefit, other.CreditLimit),
                (one.Outcome, one.Code, one.Stale, one.Provisional, one.Benefit, one.CreditLimit));
            Assert.Same(other.Remedy, one.Remedy);
        }
    }

    [Fact]
    public void Refusal_carries_the_remedy_of_place_and_perk()
    {
        var remedy = Decide("score", TimeSpan.Zero).Remedy!;
        Assert.Equal(new Remedy(null, "+8640055501", new Money(19900, "CNY")), remedy);
    }

    [Fact]
    public void Eligible_carries_the_benefit_and_no_remedy()
    {
        var decision = Decide("none", TimeSpan.Zero);
        Assert.Equal(new Money(19900, "CNY"), decision.Benefit!.DepositWaived);
        Assert.Null(decision.Remedy);
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        foreach (var cause in Causes.Append("none"))
        {
            Decide(cause.ToString()!, TimeSpan.Zero);
        }

        var (refused, unable) = (Members.At(600, Dock.Venue.Partner), default(Standing?));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Decide(Able, Usage.None, TimeSpan.Zero);
            Decide(refused, Usage.None, TimeSpan.FromHours(30));
            Decide(unable, Usage.None, TimeSpan.Zero);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Units_near_the_largest_number_do_not_slip_through_a_limit()
    {
        var decision = Decider.Decide(Ask(Able, new Usage(1, 1, 0, 0, false), TimeSpan.Zero, int.MaxValue));
        Assert.Equal(Reason.ActiveHere, decision.Principal);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(179, false)]
    [InlineData(180, true)]
    public void Railway_ban_counts_from_its_first_day_to_its_last(int day, bool permitted)
    {
        var gate = ShippedCatalog.Catalog.FindTerminal("railway", "central-station", "gate-1")!;
        var ban = new SectorBan(Sector.Railway, BanScope.All, Members.Now, Members.Now.AddDays(180), LiftCondition.DateOnly, DisputeState.None);
        var standing = Members.At(700, gate.Venue.Partner) with { Tier = Tier.Platinum, Bans = [ban] };
        var decision = Decider.Decide(Ask(standing, Usage.None, TimeSpan.Zero, 1) with
        {
            Perk = ShippedCatalog.Catalog.FindPerk("station.lounge")!,
            Venue = gate.Venue,
            Now = Members.Now.AddDays(day),
        });

        Assert.Equal(permitted ? Reason.None : Reason.SectorBan, decision.Principal);
    }

    /// <summary>No catalog that passes lint has both; the decider does not count on it.</summary>
    [Fact]
    public void Perk_that_ignores_listings_ignores_bans_whatever_its_rule_says()
    {
        var ban = new SectorBan(Sector.Railway, BanScope.All, Members.Now, null, LiftCondition.Payment, DisputeState.None);
        var ask = Ask(Able with { Bans = [ban] }, Usage.None, TimeSpan.Zero, 1);

        Assert.Equal(Reason.SectorBan, Decider.Decide(ask).Principal);
        Assert.Equal(Reason.None, Decider.Decide(ask with { Perk = Bike with { IgnoresListings = true } }).Principal);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void Dated_consent_counts_from_its_first_moment_to_before_its_last(int day, bool permitted)
    {
        var consent = new DatedConsent(new Contract(Bike.Scene, Dock.Venue.Partner.Id), Members.Now, Members.Now.AddDays(30));
        var standing = Able with { Consents = ConsentSet.None, DatedConsents = [consent] };

        var decision = Decider.Decide(Ask(standing, Usage.None, TimeSpan.Zero, 1, Members.Now.AddDays(day)));

        Assert.Equal(permitted ? Reason.None : Reason.NoConsent, decision.Principal);
    }

    [Fact]
    public void Dated_consent_for_another_scene_or_partner_does_not_count()
    {
        var partner = Dock.Venue.Partner.Id;
        Contract[] others = [new(Bike.Scene, partner + "x"), new(Scene.Housing, partner)];
        var standing = Able with { Consents = ConsentSet.None, DatedConsents = [.. others.Select(other => new DatedConsent(other, default, null))] };

        Assert.Equal(Reason.NoConsent, Decide(standing, Usage.None, TimeSpan.Zero).Principal);
    }

    [Theory]
    [InlineData(null, true, Reason.None)]
    [InlineData("economy", true, Reason.Attribute)]
    [InlineData("first", true, Reason.None)]
    [InlineData(null, false, Reason.None)]
    [InlineData("economy", false, Reason.Attribute)]
    public void Only_what_is_missing_is_left_to_the_gate_under_a_not(string? carriage, bool beforeTheGate, Reason principal)
    {
        var perk = Bike with
        {
            Attributes = [new AttributeDeclaration("carriage", AttributeType.Text, Required: false)],
            Rule = new AllOf([Bike.Rule, new Not(new AttributeIn("carriage", [AttributeValue.OfText("economy")]))]),
        };

        var decision = Decider.Decide(Ask(Able, Usage.None, TimeSpan.Zero, 1) with
        {
            Perk = perk,
            Attributes = carriage is null ? [] : new[] { new NamedValue("carriage", AttributeValue.OfText(carriage)) },
            BeforeTheGate = beforeTheGate,
        });

        Assert.Equal(principal, decision.Principal);
    }

    private static Decision Decide(string cause, TimeSpan age) => cause switch
    {
        "unknown" => Decide(null, Usage.None, age),
        "consent" => Decide(Able with { Consents = ConsentSet.None }, Usage.None, age),
        "court" => Decide(Able with { CourtListed = true }, Usage.None, age),
        "ban" => Decide(
            Able with { Bans = [new SectorBan(Sector.Railway, BanScope.All, Members.Now.AddDays(-1), null, LiftCondition.Payment, DisputeState.None)] },
            Usage.None,
            age),
        "score" => Decide(Able with { Score = ScoreStep.OfScore(640) }, Usage.None, age),
        "elsewhere" => Decide(Able, new Usage(1, 0, 0, 0, false), age),
        "none" => Decide(Able, Usage.None, age),
        _ => throw new UnreachableException(cause),
    };

    private static Decision Decide(Standing? standing, in Usage usage, TimeSpan age) => Decider.Decide(Ask(standing, usage, age, 1));

    private static Inquiry Ask(Standing? standing, in Usage usage, TimeSpan age, int units, DateTimeOffset? now = null) => new()
    {
        Perk = Bike,
        Venue = Dock.Venue,
        Standing = standing,
        Ledger = LedgerView.Of(usage),
        Age = age,
        Now = now ?? Members.Now,
        Units = units,
    };
}
