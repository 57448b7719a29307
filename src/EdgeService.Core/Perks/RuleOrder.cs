namespace EdgeService.Core.Perks;

/// <summary>Lays a rule tree out as the list of rules that must all hold, in the order of deciding.</summary>
public static class RuleOrder
{
    /// <summary>The conjuncts of <paramref name="rule"/>, by stage; those of one stage in the order of the catalog.</summary>
    public static Conjunct[] Of(Rule rule)
    {
        var found = new List<Conjunct>();
        Collect(rule, found);
        return [.. found.OrderBy(conjunct => conjunct.Stage)];
    }

    /// <summary>
    /// The stage of one rule. Whoever fails "all" fails at the first of its parts; whoever fails "any" can mend it most easily at the
    /// last of its parts ("first-class ticket or platinum tier": bring the ticket), so that is where it belongs.
    /// </summary>
    public static RuleStage StageOf(Rule rule) => rule switch
    {
        AllOf all => all.Parts.Length == 0 ? RuleStage.Offer : all.Parts.Min(StageOf),
        AnyOf any => any.Parts.Length == 0 ? RuleStage.Offer : any.Parts.Max(StageOf),
        Not not => StageOf(not.Part),
        OfferedAt or WithinHours => RuleStage.Offer,
        ConsentGiven => RuleStage.Consent,
        NoBan => RuleStage.Listings,
        ScoreAtLeast or TierAtLeast or PaymentLineOpen => RuleStage.Standing,
        AttributeIn => RuleStage.Attributes,
        _ => RuleStage.Limits,
    };

    private static void Collect(Rule rule, List<Conjunct> found)
    {
        if (rule is not AllOf all)
        {
            found.Add(new Conjunct(rule, StageOf(rule)));
            return;
        }

        foreach (var part in all.Parts)
        {
            Collect(part, found);
        }
    }
}
