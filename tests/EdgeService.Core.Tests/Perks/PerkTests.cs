using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;
using EdgeService.Core.Tests.Catalogs;

namespace EdgeService.Core.Tests.Perks;

public sealed class PerkTests
{
    private static readonly Perk Lounge = ShippedCatalog.Catalog.FindPerk("station.lounge")!;

    [Fact]
    public void Conjuncts_stand_in_the_order_of_deciding() => Assert.Equal(
        [RuleStage.Offer, RuleStage.Listings, RuleStage.Listings, RuleStage.Standing, RuleStage.Attributes, RuleStage.Limits],
        Lounge.Conjuncts.Select(conjunct => conjunct.Stage));

    [Fact]
    public void Order_of_deciding_does_not_follow_the_order_of_writing()
    {
        var backwards = Lounge with { Rule = new AllOf([.. Lounge.Conjuncts.Reverse().Select(conjunct => conjunct.Rule)]) };
        Assert.Equal(Lounge.Conjuncts.Select(conjunct => conjunct.Stage), backwards.Conjuncts.Select(conjunct => conjunct.Stage));
    }

    [Fact]
    public void Limits_are_read_out_of_the_rules()
    {
        Assert.Equal("ticket_digest", Lounge.Limits.JourneyAttribute);
        Assert.Equal(1, ShippedCatalog.Catalog.FindPerk("bike.deposit-free")!.Limits.MaxActive);
        var tryFirst = ShippedCatalog.Catalog.FindPerk("retail.try-first")!.Limits;
        Assert.Equal((5, TimeSpan.FromDays(30)), (tryFirst.MaxPerPeriod!.Value, tryFirst.Period));
    }

    [Theory]
    [InlineData(MemberRefKind.AppCode, true)]
    [InlineData(MemberRefKind.MemberId, true)]
    [InlineData(MemberRefKind.PartnerCard, false)]
    [InlineData(MemberRefKind.IdentityDocument, true)]
    public void Member_reference_is_accepted_where_the_perk_allows_it(MemberRefKind kind, bool accepted) =>
        Assert.Equal(accepted, ShippedCatalog.Catalog.FindPerk("library.card-free")!.Accepts(kind));

    [Fact]
    public void Attributes_are_checked_against_their_declarations()
    {
        var first = new NamedValue("ticket_class", AttributeValue.OfText("first"));
        Assert.Equal((AttributeFault.None, ""), Lounge.CheckAttributes([first]));
        Assert.Equal((AttributeFault.Repeated, "ticket_class"), Lounge.CheckAttributes([first, first]));
        Assert.Equal((AttributeFault.Undeclared, "seat"), Lounge.CheckAttributes([first, new NamedValue("seat", AttributeValue.OfNumber(7))]));
        Assert.Equal((AttributeFault.WrongType, "ticket_class"), Lounge.CheckAttributes([new NamedValue("ticket_class", AttributeValue.OfFlag(true))]));
        Assert.Equal((AttributeFault.BadLength, "ticket_class"), Lounge.CheckAttributes([new NamedValue("ticket_class", AttributeValue.OfText(""))]));
        Assert.Equal((AttributeFault.BadLength, "ticket_class"), Lounge.CheckAttributes([new NamedValue("ticket_class", AttributeValue.OfText(new string('x', 65)))]));
    }

    [Theory]
    [InlineData(700, null)]
    [InlineData(750, 500000L)]
    [InlineData(849, 1000000L)]
    [InlineData(950, 2000000L)]
    public void Credit_limit_is_that_of_the_highest_rung_reached(int score, long? limit) => Assert.Equal(
        limit,
        ShippedCatalog.Catalog.FindPerk("credit.line")!.Benefit.CreditLimitAt(ScoreStep.OfScore(score))?.MinorUnits);

    [Fact]
    public void Text_falls_back_to_English()
    {
        var text = new LocalizedText("Bike", Sv: "Cykel");
        Assert.Equal(("Cykel", "Bike", "Bike", "Bike"), (text.In("sv-SE"), text.In("de"), text.In("fr"), text.In(null)));
    }
}
