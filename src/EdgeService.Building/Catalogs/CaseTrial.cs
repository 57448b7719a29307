using System.Text.Json;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Catalogs;

/// <summary>Runs one case: sets the inquiry up, decides, compares.</summary>
internal static class CaseTrial
{
    internal static CaseResult Run(PerkCatalog catalog, DeciderCase one, DateTimeOffset now)
    {
        var differences = new List<string>();
        var perk = catalog.FindPerk(one.Perk);
        var terminal = catalog.FindTerminal("urn:perks:terminal:" + one.At);
        Require(perk is not null, $"there is no perk \"{one.Perk}\"", differences);
        Require(terminal is not null, $"there is no terminal \"{one.At}\"", differences);
        Require(one.Member is null or { Score: >= 350 and <= 950 }, "the member's score lies outside 350 to 950", differences);
        var attributes = ReadAttributes(one, differences);
        var consents = ReadConsents(one.Member, perk, terminal, differences);
        if (differences.Count > 0)
        {
            return new CaseResult(one.Name, differences);
        }

        var (fault, name) = perk!.CheckAttributes(attributes);
        Require(fault == AttributeFault.None, $"attribute \"{name}\" is malformed: {fault}", differences);
        var decision = Decider.Decide(new Inquiry
        {
            Perk = perk,
            Venue = terminal!.Venue,
            Standing = one.Member is null ? null : ReadStanding(one.Member, consents),
            Attributes = attributes,
            Units = one.Units,
            Amount = one.Amount,
            MemberActs = one.MemberActs,
            Ledger = new LedgerView(one.Ledger == CaseLedger.Reachable, one.Usage, one.Ledger == CaseLedger.AllowanceUsed),
            Age = TimeSpan.FromHours(one.AgeHours),
            Now = now,
        });
        Compare(one.Expect, decision, differences);
        return new CaseResult(one.Name, differences);
    }

    private static Standing ReadStanding(CaseMember member, ConsentSet consents) => new(
        ScoreStep.OfScore(member.Score),
        member.Tier,
        member.CourtListed,
        member.PaymentLineOpen,
        consents,
        [.. member.Bans.Select(ban => new SectorBan(ban.Sector, ban.Scope, ban.From, ban.Until, LiftCondition.DateOnly, ban.Dispute))],
        []);

    private static ConsentSet ReadConsents(CaseMember? member, Perk? perk, Terminal? terminal, List<string> differences)
    {
        if (member?.Consents is null)
        {
            return perk is null || terminal is null ? ConsentSet.None : new ConsentSet([new Contract(perk.Scene, terminal.Venue.Partner.Id)]);
        }

        var contracts = new List<Contract>();
        foreach (var text in member.Consents)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var scene = Scene.Mobility;
            var known = colon > 0 && Enum.TryParse(text[..colon], ignoreCase: true, out scene);
            Require(known, $"\"{text}\" is not a consent of the form SCENE:partner", differences);
            contracts.Add(new Contract(scene, text[(colon + 1)..]));
        }

        return new ConsentSet(contracts);
    }

    private static NamedValue[] ReadAttributes(DeciderCase one, List<string> differences)
    {
        var values = new List<NamedValue>();
        foreach (var (name, json) in one.Attributes ?? new Dictionary<string, JsonElement>())
        {
            var value = json.ValueKind switch
            {
                JsonValueKind.String => AttributeValue.OfText(json.GetString()!),
                JsonValueKind.Number when json.TryGetInt64(out var number) => AttributeValue.OfNumber(number),
                JsonValueKind.True => AttributeValue.OfFlag(true),
                JsonValueKind.False => AttributeValue.OfFlag(false),
                _ => default,
            };
            Require(value != default, $"attribute \"{name}\" must be a text, a whole number, true or false", differences);
            values.Add(new NamedValue(name, value));
        }

        return [.. values];
    }

    private static void Compare(CaseAnswer expected, in Decision decision, List<string> differences)
    {
        var reasons = expected.Reasons ?? (expected.Principal == Reason.None ? [] : [expected.Principal]);
        Differ("outcome", expected.Outcome, decision.Outcome, differences);
        Differ("code", expected.Code, decision.Code, differences);
        Differ("principal", expected.Principal, decision.Principal, differences);
        Differ("reasons", string.Join(' ', reasons.Order()), string.Join(' ', decision.Reasons.ToList()), differences);
        Differ("stale", expected.Stale, decision.Stale, differences);
        Differ("provisional", expected.Provisional, decision.Provisional, differences);
        Differ("nextStep", expected.NextStep, decision.NextStep?.Floor, differences);
        Differ("creditLimit", expected.CreditLimit, decision.CreditLimit?.MinorUnits, differences);
    }

    private static void Differ<T>(string what, T expected, T actual, List<string> differences) =>
        Require(EqualityComparer<T>.Default.Equals(expected, actual), $"{what}: expected {Show(expected)}, got {Show(actual)}", differences);

    private static string Show<T>(T value) => value?.ToString() is { Length: > 0 } text ? text : "nothing";

    private static void Require(bool holds, string otherwise, List<string> differences)
    {
        if (!holds)
        {
            differences.Add(otherwise);
        }
    }
}
