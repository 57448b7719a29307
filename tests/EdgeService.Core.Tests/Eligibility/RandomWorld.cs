using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Eligibility;

/// <summary>Makes catalogs, members and inquiries at random from a seed. Everything it makes passes lint.</summary>
internal sealed class RandomWorld(int seed)
{
    private static readonly string[] Names = ["ticket", "class", "band"];
    private readonly Random _random = new(seed);
    private readonly HashSet<string> _takingDeposits = [];

    internal PerkCatalog Catalog()
    {
        var perks = Enumerable.Range(1, 6).Select(MakePerk).ToList();
        var draft = new CatalogDraft(1, perks, [.. Enumerable.Range(1, 2).Select(number => MakePartner(number, perks))]);
        var build = PerkCatalog.Build(draft);
        return build.Catalog ?? throw new InvalidOperationException(string.Join('\n', build.Faults));
    }

    internal ModelInquiry Inquiry(PerkCatalog catalog)
    {
        var (perk, venue) = (Pick(catalog.Perks), Pick(catalog.Terminals).Venue);
        Standing? standing = Chance(10) ? null : MakeStanding(catalog);
        var units = Chance(2) ? int.MaxValue : _random.Next(1, 4);
        return new ModelInquiry(
            perk,
            venue,
            _takingDeposits.Contains(venue.QualifiedId),
            standing,
            [.. Names.Where(_ => Chance(50)).Select(name => new NamedValue(name, AttributeValue.OfText(Pick(["a", "b", "c"]))))],
            units,
            MakeAmount(perk),
            Chance(60) ? null : MakePayment(perk, units),
            Chance(50),
            Chance(30),
            new LedgerView(!Chance(20), MakeUsage(), Chance(50)),
            MakeAge(perk.Freshness),
            Chance(80) ? Members.Now.AddSeconds(_random.Next(0, 180_000)) : Pick(Turns(perk, standing)).AddTicks(_random.Next(-1, 2)));
    }

    /// <summary>The moments at which something begins or ends.</summary>
    private static List<DateTimeOffset> Turns(Perk perk, Standing? standing) =>
    [
        Members.Now,
        .. new[] { perk.ActiveFrom, perk.ActiveUntil }.OfType<DateTimeOffset>(),
        .. (standing?.Bans ?? []).SelectMany(ban => new[] { ban.From, ban.Until ?? ban.From }),
        .. (standing?.DatedConsents ?? []).SelectMany(consent => new[] { consent.From, consent.Until ?? consent.From }),
    ];

    private TimeSpan MakeAge(Freshness freshness) => _random.Next(10) switch
    {
        < 6 => TimeSpan.FromHours(_random.Next(0, 25)),
        < 9 => TimeSpan.FromHours(_random.Next(0, 300)),
        _ => Pick([freshness.FreshFor, freshness.Budget]) + TimeSpan.FromTicks(_random.Next(-1, 2)),
    };

    private long MakeAmount(Perk perk) => Chance(50) ? 0
        : Chance(30) && perk.Benefit.CreditLadder.Count > 0 ? Pick(perk.Benefit.CreditLadder).Limit.MinorUnits + _random.Next(-1, 2)
        : _random.Next(1, 900);

    private Money MakePayment(Perk perk, int units) => new(
        Math.Max(0, ((perk.Benefit.DepositWaived?.MinorUnits ?? 100) * units) + Pick([-1, 0, 0, 1, 100])),
        Chance(90) ? "CNY" : "EUR");

    private Perk MakePerk(int number)
    {
        var ignores = Chance(20);
        var offlineClass = (OfflineClass)_random.Next(3);
        var rule = MakeRule(ignores);
        return new Perk
        {
            Id = $"perk.{number}",
            Code = (ushort)number,
            Title = new LocalizedText("Perk"),
            Scene = (Scene)_random.Next(1, 4),
            Rule = rule,
            Benefit = new Benefit
            {
                Access = true,
                CreditLadder = Chance(40) ? MakeLadder(RuleThresholds.Of(rule)[0]) : [],
                DepositWaived = Chance(50) ? new Money(_random.Next(3) * 5000, "CNY") : null,
            },
            OfflineClass = offlineClass,
            Freshness = MakeFreshness(offlineClass),
            OfflineAllowance = offlineClass == OfflineClass.WhenStale ? new OfflineAllowance(1, TimeSpan.FromHours(1)) : null,
            IgnoresListings = ignores,
            Kind = PerkKind.Visit,
            ClosesAfter = TimeSpan.FromHours(1),
            Attributes = [.. Names.Select(name => new AttributeDeclaration(name, AttributeType.Text, Chance(15)))],
            ActiveFrom = Chance(20) ? Members.Now.AddMinutes(300) : null,
            ActiveUntil = Chance(20) ? Members.Now.AddMinutes(2500) : null,
        };
    }

    /// <summary>From the lowest threshold or below it, so that nobody is eligible without a limit.</summary>
    private List<CreditRung> MakeLadder(ScoreStep lowest)
    {
        var steps = Enumerable.Range(lowest.Index + 1, ScoreStep.MaxIndex - lowest.Index).Where(_ => Chance(30)).Prepend(_random.Next(lowest.Index + 1));
        return [.. steps.Select((step, rung) => Rung((byte)step, 100 + (250 * rung)))];
    }

    private Freshness MakeFreshness(OfflineClass offlineClass)
    {
        var fresh = TimeSpan.FromHours(_random.Next(1, 48));
        return Chance(50) ? Freshness.Default : new Freshness(fresh, offlineClass == OfflineClass.FreshOnly ? Freshness.Default.Budget : fresh + TimeSpan.FromHours(_random.Next(0, 200)));
    }

    private AllOf MakeRule(bool ignoresListings)
    {
        List<Rule> parts = [new ScoreAtLeast(Step()), new OfferedAt([.. Kinds()])];
        if (!ignoresListings)
        {
            parts.Add(new NoBan(Chance(50) ? (Sector)_random.Next(1, 4) : null, (BanScope)_random.Next(2)));
        }

        Rule[] more =
        [
            MakeChoice(2), MakeChoice(2), new Not(MakeTurned()), new PaymentLineOpen(), new TierAtLeast((Tier)_random.Next(4)),
            new ConsentGiven(Chance(50) ? (Scene)_random.Next(1, 4) : null, EachTime: true),
            new WithinHours(_random.Next(0, 720), _random.Next(721, 1441)), new WithinHours(_random.Next(721, 1440), _random.Next(1, 720)),
            new AllOf([new MaxActive(_random.Next(1, 5))]), new MaxPerPeriod(_random.Next(1, 5), TimeSpan.FromDays(1)), new OncePerJourney("ticket"),
        ];
        parts.AddRange(more.Where(_ => Chance(25)));
        return new AllOf([.. parts.OrderBy(_ => _random.Next())]);
    }

    private Rule MakeChoice(int depth) => _random.Next(depth > 0 ? 6 : 4) switch
    {
        0 => new ScoreAtLeast(Step()),
        1 => new TierAtLeast((Tier)_random.Next(4)),
        2 => new AttributeIn(Pick(Names), Chance(20) ? [] : [AttributeValue.OfText("a"), AttributeValue.OfText("b")]),
        3 => new PaymentLineOpen(),
        4 => new AllOf([MakeChoice(depth - 1), MakeChoice(depth - 1)]),
        _ => new AnyOf([MakeChoice(depth - 1), MakeChoice(depth - 1), MakeChoice(depth - 1)]),
    };

    private Rule MakeTurned() => _random.Next(6) switch
    {
        0 => new AttributeIn(Pick(Names), [AttributeValue.OfText("a")]),
        1 => new OfferedAt([.. Kinds()]),
        2 => new WithinHours(0, _random.Next(1, 1441)),
        3 => new Not(new AttributeIn(Pick(Names), [AttributeValue.OfText("a")])),
        4 => new AllOf([new AttributeIn(Pick(Names), [AttributeValue.OfText("b")]), new WithinHours(_random.Next(0, 700), _random.Next(701, 1441))]),
        _ => new AnyOf([new AttributeIn("band", []), new OfferedAt([VenueKind.Dock])]),
    };

    private PartnerDraft MakePartner(int number, List<Perk> perks)
    {
        var drafts = Enumerable.Range(1, 3).Select(place => MakeVenue(number, place)).ToList();
        _takingDeposits.UnionWith(drafts.Where(draft => draft.TakesDeposits).Select(draft => $"partner-{number}:{draft.Id}"));
        return new PartnerDraft($"partner-{number}", new LocalizedText("Partner"), [.. perks.Where(_ => Chance(80)).Select(perk => perk.Id)], drafts);
    }

    private VenueDraft MakeVenue(int partner, int place) => new()
    {
        Id = $"venue-{place}",
        Kind = (VenueKind)_random.Next(1, 4),
        UtcOffset = TimeSpan.FromMinutes(_random.Next(-840, 841)),
        DeskText = Chance(50) ? new LocalizedText("Desk") : null,
        Hotline = "+8640055500",
        TakesDeposits = Chance(60),
        Terminals = [new TerminalDraft("t-1", $"A{partner}-{place}")],
    };

    private Standing MakeStanding(PerkCatalog catalog) => new(
        Step(),
        (Tier)_random.Next(4),
        Chance(10),
        Chance(70),
        new ConsentSet(catalog.Partners.SelectMany(partner => Enumerable.Range(1, 3).Select(scene => new Contract((Scene)scene, partner.Id))).Where(_ => Chance(85))),
        Chance(70) ? [] : [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => MakeBan())],
        Chance(70) ? [] : [.. catalog.Partners.Select(partner => MakeDatedConsent(partner.Id))]);

    private DatedConsent MakeDatedConsent(string partnerId) => new(
        new Contract((Scene)_random.Next(1, 4), partnerId),
        Members.Now.AddMinutes(_random.Next(-1500, 1500)),
        Chance(30) ? null : Members.Now.AddMinutes(_random.Next(0, 3000)));

    private SectorBan MakeBan() => new(
        (Sector)_random.Next(1, 4),
        (BanScope)_random.Next(2),
        Members.Now.AddMinutes(_random.Next(-1500, 1500)),
        Chance(30) ? null : Members.Now.AddMinutes(_random.Next(0, 3000)),
        LiftCondition.DateOnly,
        (DisputeState)_random.Next(4));

    private Usage MakeUsage()
    {
        var (here, periodHere) = (_random.Next(3), _random.Next(3));
        return Chance(40) ? Usage.None
            : Chance(2) ? new Usage(int.MaxValue, here, int.MaxValue, periodHere, false)
            : new Usage(here + _random.Next(3), here, periodHere + _random.Next(3), periodHere, Chance(30));
    }

    private IEnumerable<VenueKind> Kinds() => new[] { VenueKind.Dock, VenueKind.LibraryKiosk, VenueKind.HospitalDesk }.Where((_, index) => index == 0 || Chance(70));

    private ScoreStep Step() => new((byte)_random.Next(13));

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private static CreditRung Rung(byte step, long limit) => new(new ScoreStep(step), new Money(limit, "CNY"));
}
