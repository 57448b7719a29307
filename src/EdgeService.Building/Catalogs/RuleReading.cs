using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using Wire = Perks.Admin.V1;

namespace EdgeService.Building.Catalogs;

/// <summary>Turns a rule message into a rule.</summary>
internal sealed class RuleReading(List<CatalogFault> faults)
{
    internal Rule Read(Wire.Rule? rule, string path) => rule?.KindCase switch
    {
        Wire.Rule.KindOneofCase.All => new AllOf(ReadList(rule.All, path + ".all.rules")),
        Wire.Rule.KindOneofCase.Any => new AnyOf(ReadList(rule.Any, path + ".any.rules")),
        Wire.Rule.KindOneofCase.Not => new Not(Read(rule.Not, path + ".not")),
        Wire.Rule.KindOneofCase.ScoreAtLeast => new ScoreAtLeast(Thresholds.Read(rule.ScoreAtLeast, path + ".scoreAtLeast", faults)),
        Wire.Rule.KindOneofCase.TierAtLeast => new TierAtLeast((Tier)((int)rule.TierAtLeast - 1)),
        Wire.Rule.KindOneofCase.AttributeIn => ReadAttribute(rule.AttributeIn, path + ".attributeIn"),
        Wire.Rule.KindOneofCase.OfferedAt => new OfferedAt([.. rule.OfferedAt.Kinds.Select(kind => (VenueKind)kind)]),
        Wire.Rule.KindOneofCase.WithinHours => new WithinHours(rule.WithinHours.FromMinute, rule.WithinHours.ToMinute),
        Wire.Rule.KindOneofCase.NoBan => new NoBan(ReadSector(rule.NoBan.Sector), rule.NoBan.HigherClasses ? BanScope.HigherClasses : BanScope.All),
        Wire.Rule.KindOneofCase.Consent => new ConsentGiven(
            rule.Consent.Scene == Wire.Scene.Unspecified ? null : (Scene)rule.Consent.Scene, rule.Consent.EachTime),
        Wire.Rule.KindOneofCase.PaymentLineOpen => new PaymentLineOpen(),
        Wire.Rule.KindOneofCase.MaxActive => new MaxActive(rule.MaxActive),
        Wire.Rule.KindOneofCase.MaxPerPeriod => new MaxPerPeriod(
            rule.MaxPerPeriod.UnitCount, DraftReading.ReadSpan(rule.MaxPerPeriod.Period) ?? TimeSpan.Zero),
        Wire.Rule.KindOneofCase.OncePerJourney => new OncePerJourney(rule.OncePerJourney.Attribute),
        _ => Missing(path),
    };

    private Rule[] ReadList(Wire.RuleList list, string path) => [.. list.Rules.Select((rule, i) => Read(rule, $"{path}[{i}]"))];

    private AttributeIn ReadAttribute(Wire.AttributeIn rule, string path) => new(
        rule.Attribute,
        [.. rule.Values.Select((value, i) => ReadValue(value, $"{path}.values[{i}]"))]);

    private AttributeValue ReadValue(Wire.AttributeValue value, string path)
    {
        switch (value.ValueCase)
        {
            case Wire.AttributeValue.ValueOneofCase.Number:
                return AttributeValue.OfNumber(value.Number);
            case Wire.AttributeValue.ValueOneofCase.Flag:
                return AttributeValue.OfFlag(value.Flag);
            case Wire.AttributeValue.ValueOneofCase.Text when value.Text.Length is >= 1 and <= AttributeValue.MaxTextLength:
                return AttributeValue.OfText(value.Text);
            default:
                faults.Add(new CatalogFault(path, "must be a text of 1 to 64 characters, a number or a flag"));
                return AttributeValue.OfText("");
        }
    }

    private AllOf Missing(string path)
    {
        faults.Add(new CatalogFault(path, "must be said"));
        return new AllOf([]);
    }

    private static Sector? ReadSector(Wire.Sector sector) => sector switch
    {
        Wire.Sector.Unspecified => null,
        Wire.Sector.Other => Sector.Other,
        _ => (Sector)sector,
    };
}
