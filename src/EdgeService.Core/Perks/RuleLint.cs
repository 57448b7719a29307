namespace EdgeService.Core.Perks;

/// <summary>Checks a perk's rule tree: what may stand where, and what the names in it refer to.</summary>
internal static class RuleLint
{
    internal static void Check(Perk perk, string path, FaultList faults)
    {
        new Walk(perk, faults).Visit(perk.Rule, path, Place.Conjunct);
        var conjuncts = perk.Conjuncts;
        faults.Require(conjuncts.Any(conjunct => conjunct.Rule is OfferedAt), path, "must say where the perk is offered (offeredAt)");
        faults.Require(perk.Thresholds.Length > 0, path, "must have a score threshold (scoreAtLeast)");
        var bans = conjuncts.Any(conjunct => conjunct.Rule is NoBan);
        faults.Require(bans != perk.IgnoresListings, path, perk.IgnoresListings
            ? "a perk that ignores listings must not have noBan"
            : "must have noBan, unless the perk ignores listings");
        RequireOnce<MaxActive>(conjuncts, path, "maxActive", faults);
        RequireOnce<MaxPerPeriod>(conjuncts, path, "maxPerPeriod", faults);
        RequireOnce<OncePerJourney>(conjuncts, path, "oncePerJourney", faults);
    }

    private static void RequireOnce<T>(IReadOnlyList<Conjunct> conjuncts, string path, string name, FaultList faults)
        where T : Rule => faults.Require(conjuncts.Count(conjunct => conjunct.Rule is T) <= 1, path, $"has {name} more than once");

    /// <summary>Where in the tree a rule stands.</summary>
    private enum Place
    {
        /// <summary>Under nothing but "all".</summary>
        Conjunct,

        /// <summary>Under "any".</summary>
        Alternative,

        /// <summary>Under "not".</summary>
        Turned,
    }

    private sealed class Walk(Perk perk, FaultList faults)
    {
        internal void Visit(Rule rule, string path, Place place)
        {
            var stage = rule is AllOf or AnyOf or Not ? (RuleStage?)null : RuleOrder.StageOf(rule);
            faults.Require(
                place == Place.Conjunct || stage is not (RuleStage.Consent or RuleStage.Listings or RuleStage.Limits),
                path,
                "consents, bans and limits may stand only where everything must hold, not under \"any\" or \"not\"");
            faults.Require(
                place != Place.Turned || stage is null or RuleStage.Offer or RuleStage.Attributes,
                path,
                "\"not\" may turn round only attributes, places and hours");
            VisitParts(rule, path, place);
            CheckLeaf(rule, path);
        }

        private void VisitParts(Rule rule, string path, Place place)
        {
            switch (rule)
            {
                case AllOf all:
                    VisitList(all.Parts, path + ".all.rules", place);
                    break;
                case AnyOf any:
                    VisitList(any.Parts, path + ".any.rules", place == Place.Turned ? Place.Turned : Place.Alternative);
                    break;
                case Not not:
                    Visit(not.Part, path + ".not", Place.Turned);
                    break;
            }
        }

        private void VisitList(Rule[] parts, string path, Place place)
        {
            faults.Require(parts.Length > 0, path, "must not be empty");
            for (var i = 0; i < parts.Length; i++)
            {
                Visit(parts[i], $"{path}[{i}]", place);
            }
        }

        private void CheckLeaf(Rule rule, string path)
        {
            switch (rule)
            {
                case AttributeIn attribute:
                    CheckAttribute(attribute, path + ".attributeIn");
                    break;
                case OfferedAt place:
                    faults.Require(place.Kinds.Length > 0, path + ".offeredAt.kinds", "must not be empty");
                    break;
                case WithinHours hours:
                    faults.Require(hours.FromMinute is >= 0 and < 1440, path + ".withinHours.fromMinute", "must be 0 to 1439");
                    faults.Require(hours.ToMinute is > 0 and <= 1440, path + ".withinHours.toMinute", "must be 1 to 1440");
                    faults.Require(hours.FromMinute != hours.ToMinute, path + ".withinHours", "must not begin and end at the same minute");
                    break;
                case ConsentGiven consent:
                    faults.Require(consent.Scene is not null || consent.EachTime, path + ".consent", "must name a scene or say eachTime");
                    break;
                case MaxActive limit:
                    faults.Require(limit.Units >= 1, path + ".maxActive", "must be at least 1");
                    break;
                case MaxPerPeriod limit:
                    faults.Require(limit.Units >= 1, path + ".maxPerPeriod.unitCount", "must be at least 1");
                    faults.Require(limit.Period > TimeSpan.Zero, path + ".maxPerPeriod.period", "must be positive");
                    break;
                case OncePerJourney journey:
                    RequireDeclared(journey.Attribute, AttributeType.Text, path + ".oncePerJourney.attribute");
                    break;
            }
        }

        private void CheckAttribute(AttributeIn rule, string path)
        {
            RequireDeclared(rule.Name, rule.Values.Length == 0 ? null : rule.Values[0].Type, path + ".attribute");
            faults.Require(rule.Values.All(value => value.Type == rule.Values[0].Type), path + ".values", "must be of one type");
        }

        private void RequireDeclared(string name, AttributeType? type, string path)
        {
            var declared = perk.Attributes.FirstOrDefault(candidate => candidate.Name == name);
            faults.Require(declared is not null, path, $"\"{name}\" is not among the perk's attributes");
            faults.Require(declared is null || type is null || declared.Type == type, path, $"\"{name}\" is declared with another type");
        }
    }
}
