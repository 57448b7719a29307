using EdgeService.Core.Members;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Perks;

/// <summary>One perk of the catalog: rule, benefit, limits, offline class, handover. Immutable; its order of deciding is laid out when it is made.</summary>
public sealed record Perk
{
    private readonly Conjunct[] _conjuncts = [];

    /// <summary>Stable name, <c>[a-z0-9.-]{1,48}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Stable number in tokens and decision ids, at least 1; never given to another perk.</summary>
    public required ushort Code { get; init; }

    public required LocalizedText Title { get; init; }

    /// <summary>What the member consents to.</summary>
    public required Scene Scene { get; init; }

    /// <summary>The condition as the catalog says it.</summary>
    public required Rule Rule
    {
        get;
        init
        {
            field = value;
            _conjuncts = RuleOrder.Of(value);
            Thresholds = RuleThresholds.Of(value);
            Limits = Limits.Of(_conjuncts);
            AsksEachTime = _conjuncts.Any(conjunct => conjunct.Rule is ConsentGiven { EachTime: true });
        }
    }

    public required Benefit Benefit { get; init; }

    /// <summary>What sort of thing it grants.</summary>
    public PerkKind Kind { get; init; } = PerkKind.Rental;

    public required OfflineClass OfflineClass { get; init; }

    public Freshness Freshness { get; init; } = Freshness.Default;

    /// <summary>What a cut-off terminal may accept; null where it may accept nothing.</summary>
    public OfflineAllowance? OfflineAllowance { get; init; }

    public TokenLifetimes TokenLifetimes { get; init; } = TokenLifetimes.Default;

    /// <summary>Whether a grant opens first and becomes active with a ConfirmHandover.</summary>
    public bool HandoverRequired { get; init; }

    /// <summary>Whether the court's list and sector bans do not count.</summary>
    public bool IgnoresListings { get; init; }

    /// <summary>Whether issuing a token already reserves a grant.</summary>
    public bool ReserveOnIssue { get; init; }

    /// <summary>Member references allowed beside the app code.</summary>
    public IReadOnlyList<MemberRefKind> CardKinds { get; init; } = [];

    /// <summary>Time after which what was lent is overdue; null when it never is.</summary>
    public TimeSpan? DueAfter { get; init; }

    /// <summary>How the due time may be moved; null when it may not.</summary>
    public ExtensionRule? Extension { get; init; }

    /// <summary>Time after the due time when a partner may declare it lost; null at any time.</summary>
    public TimeSpan? LostAfter { get; init; }

    /// <summary>Time after which a visit closes by itself; null when it does not.</summary>
    public TimeSpan? ClosesAfter { get; init; }

    public IReadOnlyList<AttributeDeclaration> Attributes { get; init; } = [];

    /// <summary>First moment of the perk; null since ever.</summary>
    public DateTimeOffset? ActiveFrom { get; init; }

    /// <summary>First moment after the perk; null without end.</summary>
    public DateTimeOffset? ActiveUntil { get; init; }

    /// <summary>Rules that must all hold, in the order of deciding.</summary>
    public IReadOnlyList<Conjunct> Conjuncts => _conjuncts;

    /// <summary>Distinct score thresholds of the rules, rising.</summary>
    public ScoreStep[] Thresholds { get; private init; } = [];

    /// <summary>Limits found in the rules.</summary>
    public Limits Limits { get; private init; } = new(null, null, TimeSpan.Zero, null);

    /// <summary>
    /// Whether the member consents to each occasion, in the member's own app. Then only the member states the attributes: a terminal that
    /// could choose them would learn from refusals what the member did not show.
    /// </summary>
    public bool AsksEachTime { get; private init; }

    /// <summary>The same without an enumerator, for the hot path.</summary>
    internal ReadOnlySpan<Conjunct> ConjunctSpan => _conjuncts;

    /// <summary>Whether the member may be named this way. An app code always; a bare member id is for the door to refuse outside Development.</summary>
    public bool Accepts(MemberRefKind kind) => kind is MemberRefKind.AppCode or MemberRefKind.MemberId || CardKinds.Contains(kind);

    /// <summary>Whether the inquiry carries every attribute that the perk requires.</summary>
    public bool HasRequired(ReadOnlySpan<NamedValue> attributes)
    {
        for (var i = 0; i < Attributes.Count; i++)
        {
            if (Attributes[i].Required && !Names(attributes, Attributes[i].Name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first fault of an inquiry's attributes and the name it concerns.</summary>
    public (AttributeFault Fault, string Name) CheckAttributes(ReadOnlySpan<NamedValue> attributes)
    {
        for (var i = 0; i < attributes.Length; i++)
        {
            var fault = FaultOf(attributes[i], attributes[..i]);
            if (fault != AttributeFault.None)
            {
                return (fault, attributes[i].Name);
            }
        }

        return (AttributeFault.None, "");
    }

    private AttributeFault FaultOf(in NamedValue attribute, ReadOnlySpan<NamedValue> before)
    {
        if (Names(before, attribute.Name))
        {
            return AttributeFault.Repeated;
        }

        foreach (var declared in Attributes)
        {
            if (declared.Name == attribute.Name)
            {
                return FaultOf(attribute.Value, declared.Type);
            }
        }

        return AttributeFault.Undeclared;
    }

    private static bool Names(ReadOnlySpan<NamedValue> attributes, string name)
    {
        foreach (ref readonly var attribute in attributes)
        {
            if (attribute.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private static AttributeFault FaultOf(in AttributeValue value, AttributeType type) => value switch
    {
        _ when value.Type != type => AttributeFault.WrongType,
        { Type: AttributeType.Text, TextValue: null or "" or { Length: > AttributeValue.MaxTextLength } } => AttributeFault.BadLength,
        _ => AttributeFault.None,
    };
}
