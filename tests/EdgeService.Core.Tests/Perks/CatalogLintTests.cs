using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Perks;

public sealed class CatalogLintTests
{
    private static readonly Rule[] Plain = [new OfferedAt([VenueKind.Dock]), new NoBan(null, BanScope.All), new ScoreAtLeast(new ScoreStep(6))];

    private static readonly Perk Sound = new()
    {
        Id = "bike",
        Code = 1,
        Title = new LocalizedText("Bike"),
        Scene = Scene.Mobility,
        Rule = new AllOf(Plain),
        Benefit = new Benefit { DepositWaived = new Money(100, "CNY") },
        OfflineClass = OfflineClass.Always,
        Kind = PerkKind.Visit,
        ClosesAfter = TimeSpan.FromHours(1),
        Attributes = [new AttributeDeclaration("ticket", AttributeType.Text, Required: false)],
    };

    private static readonly VenueDraft Place = new() { Id = "park", Kind = VenueKind.Dock, TakesDeposits = true, Terminals = [new TerminalDraft("dock-1", "DOCK-1")] };

    public static TheoryData<string, string> PerkFaults => new()
    {
        { "id", "id" },
        { "code", "code" },
        { "title", "title.en" },
        { "no place", "rule" },
        { "no score", "rule" },
        { "no ban rule", "rule" },
        { "ban rule where listings are ignored", "rule" },
        { "two limits of a kind", "rule" },
        { "limit under any", "rule.all.rules[3].any.rules[0]" },
        { "ban under not", "rule.all.rules[3].not" },
        { "score under not", "rule.all.rules[3].not" },
        { "empty any", "rule.all.rules[3].any.rules" },
        { "limit of zero", "rule.all.rules[3].maxActive" },
        { "period of zero", "rule.all.rules[3].maxPerPeriod.period" },
        { "undeclared attribute", "rule.all.rules[3].attributeIn.attribute" },
        { "attribute of another type", "rule.all.rules[3].attributeIn.attribute" },
        { "undeclared journey", "rule.all.rules[3].oncePerJourney.attribute" },
        { "hours", "rule.all.rules[3].withinHours" },
        { "consent of nothing", "rule.all.rules[3].consent" },
        { "nothing given", "benefit" },
        { "currency", "benefit.depositWaived.currency" },
        { "falling ladder", "benefit.creditLadder[1].score" },
        { "ladder above the threshold", "benefit.creditLadder" },
        { "band without attribute", "attributes" },
        { "attribute name", "attributes[0].name" },
        { "budget shorter than fresh", "budget" },
        { "fresh only with allowance", "offlineAllowance" },
        { "fresh only with budget", "budget" },
        { "when stale without allowance", "offlineAllowance" },
        { "long-lived token", "tokenLifetimes.atTerminal" },
        { "app code as a card", "cardKinds" },
        { "due at once", "dueAfter" },
        { "neither limit nor end", "closesAfter" },
        { "limit per period but no end", "closesAfter" },
        { "long title", "title" },
        { "ends before it begins", "activeUntilTime" },
        { "visit without end", "closesAfter" },
        { "rental that closes by itself", "closesAfter" },
        { "visit that is due", "dueAfter" },
        { "trial without end", "dueAfter" },
        { "lost but never due", "lostAfter" },
        { "credit line without ladder", "benefit.creditLadder" },
        { "reserved without the ledger", "reserveOnIssue" },
        { "visit extended", "extension" },
        { "extended without end", "extension.timesCount" },
        { "extended by nothing", "extension.by" },
    };

    public static TheoryData<string, string> PartnerFaults => new()
    {
        { "unknown perk", "partners[0].perks[1]" },
        { "perk twice", "partners[0].perks[1]" },
        { "venue twice", "partners[0].venues[1].id" },
        { "terminal twice", "partners[0].venues[0].terminals[1].id" },
        { "audience twice", "partners[0].venues[0].terminals[1].audience" },
        { "receipt key of nothing", "partners[0].venues[0].terminals[0].receiptKey" },
        { "audience in lower case", "partners[0].venues[0].terminals[0].audience" },
        { "group of a stranger", "partners[0].venues[0].gateGroups[0].terminals[0]" },
        { "offset", "partners[0].venues[0].utcOffsetMinutes" },
        { "hotline", "partners[0].venues[0].hotline" },
        { "desk alone", "partners[0].venues[0]" },
        { "no deposit to pay", "partners[0].venues[0].hotline" },
        { "attended without a desk", "partners[0].venues[0].deskText" },
        { "long desk text", "partners[0].venues[0].deskText" },
        { "long name", "partners[0].name" },
    };

    [Fact]
    public void Sound_draft_has_no_faults() => Assert.Empty(CatalogLint.Check(Draft(Sound, Place)));

    [Theory]
    [MemberData(nameof(PerkFaults))]
    public void Fault_of_a_perk_is_found_at_its_place(string what, string path) =>
        Assert.Contains("perks[0]." + path, CatalogLint.Check(Draft(Spoil(what), Place)).Select(fault => fault.Path));

    [Theory]
    [MemberData(nameof(PartnerFaults))]
    public void Fault_of_a_partner_is_found_at_its_place(string what, string path) =>
        Assert.Equal([path], CatalogLint.Check(SpoilPartner(what)).Select(fault => fault.Path));

    [Fact]
    public void Limit_at_once_stands_in_for_an_end() =>
        Assert.Empty(CatalogLint.Check(Draft(With(new MaxActive(1)) with { Kind = PerkKind.Rental, ClosesAfter = null }, Place)));

    [Fact]
    public void Text_counts_in_all_languages_as_it_is_shown()
    {
        var full = new LocalizedText(new string('x', 80), Zh: new string('台', 20) + new string('x', 20));
        Assert.Empty(CatalogLint.Check(Draft(Sound with { Title = full }, Place with { DeskText = full })));
    }

    [Fact]
    public void Ids_and_codes_are_unique() =>
        Assert.Equal(["perks[1].id", "perks[1].code"], CatalogLint.Check(Draft(Sound, Place) with { Perks = [Sound, Sound] }).Select(fault => fault.Path));

    [Fact]
    public void Successor_must_rise_and_keep_numbers()
    {
        var first = PerkCatalog.Build(Draft(Sound, Place)).Catalog!;
        var renumbered = PerkCatalog.Build(Draft(Sound with { Code = 2 }, Place) with { Revision = 2 }).Catalog!;
        var taken = PerkCatalog.Build(Draft(Sound with { Id = "boat" }, Place)).Catalog!;
        Assert.Equal(["perks[0].code"], CatalogSuccession.Check(first, renumbered).Select(fault => fault.Path));
        Assert.Equal(["revision", "perks[0].code"], CatalogSuccession.Check(first, taken).Select(fault => fault.Path));
    }

    private static CatalogDraft Draft(Perk perk, params VenueDraft[] venues) =>
        new(1, [perk], [new PartnerDraft("citybike", new LocalizedText("City Bike"), [perk.Id], venues)]);

    private static Perk With(Rule more) => Sound with { Rule = new AllOf([.. Plain, more]) };

    private static Perk Lent => With(new MaxActive(1)) with { Kind = PerkKind.Rental, ClosesAfter = null, DueAfter = TimeSpan.FromHours(1) };

    private static Perk Spoil(string what) => what switch
    {
        "id" => Sound with { Id = "Bike!" },
        "code" => Sound with { Code = 0 },
        "title" => Sound with { Title = new LocalizedText(" ") },
        "no place" => Sound with { Rule = new AllOf(Plain[1..]) },
        "no score" => Sound with { Rule = new AllOf(Plain[..2]) },
        "no ban rule" => Sound with { Rule = new AllOf([Plain[0], Plain[2]]) },
        "ban rule where listings are ignored" => Sound with { IgnoresListings = true },
        "two limits of a kind" => With(new AllOf([new MaxActive(1), new MaxActive(2)])),
        "limit under any" => With(new AnyOf([new MaxActive(1)])),
        "ban under not" => With(new Not(new NoBan(null, BanScope.All))),
        "score under not" => With(new Not(new ScoreAtLeast(new ScoreStep(1)))),
        "empty any" => With(new AnyOf([])),
        "limit of zero" => With(new MaxActive(0)),
        "period of zero" => With(new MaxPerPeriod(1, TimeSpan.Zero)),
        "undeclared attribute" => With(new AttributeIn("colour", [])),
        "attribute of another type" => With(new AttributeIn("ticket", [AttributeValue.OfNumber(1)])),
        "undeclared journey" => With(new OncePerJourney("train")),
        "hours" => With(new WithinHours(60, 60)),
        "consent of nothing" => With(new ConsentGiven(null, EachTime: false)),
        "nothing given" => Sound with { Benefit = new Benefit() },
        "currency" => Sound with { Benefit = new Benefit { DepositWaived = new Money(1, "yuan") } },
        "falling ladder" => Sound with { Benefit = new Benefit { CreditLadder = [Rung(6, 1), Rung(5, 2)] } },
        "ladder above the threshold" => Sound with { Benefit = new Benefit { CreditLadder = [Rung(8, 1)] } },
        "band without attribute" => Sound with { Benefit = new Benefit { ShowsBand = true } },
        "attribute name" => Sound with { Attributes = [new AttributeDeclaration("Ticket Class", AttributeType.Text, Required: false)] },
        "budget shorter than fresh" => Sound with { Freshness = new Freshness(TimeSpan.FromHours(2), TimeSpan.FromHours(1)) },
        "fresh only with allowance" => Sound with { OfflineClass = OfflineClass.FreshOnly, OfflineAllowance = new OfflineAllowance(1, TimeSpan.FromHours(1)) },
        "fresh only with budget" => Sound with { OfflineClass = OfflineClass.FreshOnly, Freshness = Freshness.Default with { Budget = TimeSpan.FromDays(8) } },
        "when stale without allowance" => Sound with { OfflineClass = OfflineClass.WhenStale },
        "long-lived token" => Sound with { TokenLifetimes = TokenLifetimes.Default with { AtTerminal = TimeSpan.FromSeconds(61) } },
        "app code as a card" => Sound with { CardKinds = [MemberRefKind.AppCode] },
        "due at once" => Sound with { DueAfter = TimeSpan.Zero },
        "neither limit nor end" => Sound with { ClosesAfter = null },
        "limit per period but no end" => With(new MaxPerPeriod(5, TimeSpan.FromDays(30))) with { ClosesAfter = null },
        "long title" => Sound with { Title = new LocalizedText(new string('x', 81)) },
        "ends before it begins" => Sound with { ActiveFrom = DateTimeOffset.UnixEpoch, ActiveUntil = DateTimeOffset.UnixEpoch },
        "visit without end" => With(new MaxActive(1)) with { ClosesAfter = null },
        "rental that closes by itself" => Sound with { Kind = PerkKind.Rental },
        "visit that is due" => Sound with { DueAfter = TimeSpan.FromHours(1) },
        "trial without end" => Lent with { Kind = PerkKind.Trial, DueAfter = null },
        "lost but never due" => Lent with { DueAfter = null, LostAfter = TimeSpan.FromDays(1) },
        "credit line without ladder" => Lent with { Kind = PerkKind.CreditLine, DueAfter = null },
        "reserved without the ledger" => Lent with { ReserveOnIssue = true },
        "visit extended" => Sound with { Extension = new ExtensionRule(1, TimeSpan.FromHours(1)) },
        "extended without end" => Lent with { Extension = new ExtensionRule(25, TimeSpan.FromHours(1)) },
        "extended by nothing" => Lent with { Extension = new ExtensionRule(1, TimeSpan.Zero) },
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };

    private static CatalogDraft SpoilPartner(string what)
    {
        var draft = Draft(Sound, Place);
        var text = new LocalizedText("Desk");
        VenueDraft venue = what switch
        {
            "terminal twice" => Place with { Terminals = [.. Place.Terminals, new TerminalDraft("dock-1", "DOCK-2")] },
            "audience twice" => Place with { Terminals = [.. Place.Terminals, new TerminalDraft("dock-2", "DOCK-1")] },
            "receipt key of nothing" => Place with { Terminals = [new TerminalDraft("dock-1", "DOCK-1", "AAAA")] },
            "audience in lower case" => Place with { Terminals = [new TerminalDraft("dock-1", "dock-1")] },
            "group of a stranger" => Place with { GateGroups = [new GateGroupDraft("ALL", ["dock-2"])] },
            "offset" => Place with { UtcOffset = TimeSpan.FromHours(15) },
            "hotline" => Place with { Hotline = "call us" },
            "desk alone" => Place with { DeskText = text, TakesDeposits = false },
            "attended without a desk" => Place with { Attended = true },
            "long desk text" => Place with { DeskText = new LocalizedText("Desk", Zh: new string('台', 104)) },
            _ => Place,
        };
        return what switch
        {
            "unknown perk" => draft with { Partners = [draft.Partners[0] with { PerkIds = ["bike", "boat"] }] },
            "perk twice" => draft with { Partners = [draft.Partners[0] with { PerkIds = ["bike", "bike"] }] },
            "venue twice" => draft with { Partners = [draft.Partners[0] with { Venues = [Place, Place with { Terminals = [] }] }] },
            "long name" => draft with { Partners = [draft.Partners[0] with { Name = new LocalizedText(new string('x', 80), De: new string('x', 81)) }] },
            "no deposit to pay" => Draft(Sound with { Benefit = new Benefit { Access = true } }, Place),
            _ => Draft(Sound, venue),
        };
    }

    private static CreditRung Rung(byte step, long limit) => new(new ScoreStep(step), new Money(limit, "CNY"));
}
