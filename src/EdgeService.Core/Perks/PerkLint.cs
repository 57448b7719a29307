using EdgeService.Core.Members;

namespace EdgeService.Core.Perks;

/// <summary>Checks one perk.</summary>
internal static class PerkLint
{
    private const string BandAttribute = "band";

    internal static void Check(Perk perk, string path, FaultList faults)
    {
        faults.RequireId(perk.Id, path + ".id", 48, dots: true);
        faults.Require(perk.Code >= 1, path + ".code", "must be at least 1");
        faults.RequireText(perk.Title, path + ".title");
        RuleLint.Check(perk, path + ".rule", faults);
        BenefitLint.Check(perk, path + ".benefit", faults);
        faults.Require(
            !perk.Benefit.ShowsBand || perk.Attributes.Any(declared => declared is { Name: BandAttribute, Type: AttributeType.Text, Required: true }),
            path + ".attributes",
            "a perk that shows a band must require the text attribute \"band\"");
        CheckAttributes(perk, path + ".attributes", faults);
        CheckOffline(perk, path, faults);
        CheckLifetimes(perk.TokenLifetimes, path + ".tokenLifetimes", faults);
        CheckTimes(perk, path, faults);
        LifecycleLint.Check(perk, path, faults);
        faults.Require(
            perk.CardKinds.All(kind => kind is MemberRefKind.PartnerCard or MemberRefKind.IdentityDocument),
            path + ".cardKinds",
            "only partner cards and identity documents are to be named: an app code is always allowed, a bare id never");
    }

    private static void CheckAttributes(Perk perk, string path, FaultList faults)
    {
        faults.RequireUnique(perk.Attributes, declared => declared.Name, path, "name");
        for (var i = 0; i < perk.Attributes.Count; i++)
        {
            var name = perk.Attributes[i].Name;
            faults.Require(
                name.Length is >= 1 and <= 32 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_'),
                $"{path}[{i}].name",
                "must be 1 to 32 of a-z, 0-9 and \"_\"");
        }
    }

    private static void CheckOffline(Perk perk, string path, FaultList faults)
    {
        faults.Require(perk.Freshness.FreshFor > TimeSpan.Zero, path + ".freshFor", "must be positive");
        faults.Require(perk.Freshness.Budget >= perk.Freshness.FreshFor, path + ".budget", "must not be shorter than freshFor");
        faults.Require(
            perk.OfflineClass != OfflineClass.FreshOnly || perk.OfflineAllowance is null,
            path + ".offlineAllowance",
            "a FRESH_ONLY perk is refused by a cut-off terminal and has no allowance");
        faults.Require(
            perk.OfflineClass != OfflineClass.FreshOnly || perk.Freshness.Budget == Freshness.Default.Budget,
            path + ".budget",
            "a FRESH_ONLY perk is never decided on a stale basis and has no budget");
        faults.Require(
            perk.OfflineClass != OfflineClass.WhenStale || perk.OfflineAllowance is not null,
            path + ".offlineAllowance",
            "a WHEN_STALE perk must say what a cut-off terminal may accept");
        if (perk.OfflineAllowance is { } allowance)
        {
            faults.Require(allowance.Acceptances is >= 1 and <= 1000, path + ".offlineAllowance.acceptanceCount", "must be 1 to 1000");
            RequireSpan(allowance.SinceContact, TimeSpan.FromDays(7), path + ".offlineAllowance.sinceContact", faults);
        }
    }

    private static void CheckLifetimes(TokenLifetimes lifetimes, string path, FaultList faults)
    {
        RequireSpan(lifetimes.AtTerminal, TimeSpan.FromSeconds(60), path + ".atTerminal", faults);
        RequireSpan(lifetimes.InApp, TimeSpan.FromMinutes(15), path + ".inApp", faults);
        RequireSpan(lifetimes.Offline, TimeSpan.FromHours(1), path + ".offline", faults);
        RequireSpan(lifetimes.AtGuardedGate, TimeSpan.FromDays(1), path + ".atGuardedGate", faults);
    }

    private static void CheckTimes(Perk perk, string path, FaultList faults)
    {
        faults.Require(perk.DueAfter is not { } due || due > TimeSpan.Zero, path + ".dueAfter", "must be positive");
        faults.Require(perk.ClosesAfter is not { } closes || closes > TimeSpan.Zero, path + ".closesAfter", "must be positive");
        faults.Require(
            perk.ClosesAfter is not null || perk.Limits.MaxActive is not null,
            path + ".closesAfter",
            "must be said unless maxActive limits what is open at once: what neither ends nor is limited piles up");
        faults.Require(
            perk.ActiveFrom is not { } from || perk.ActiveUntil is not { } until || from < until,
            path + ".activeUntilTime",
            "must come after activeFromTime");
    }

    private static void RequireSpan(TimeSpan span, TimeSpan longest, string path, FaultList faults) =>
        faults.Require(span >= TimeSpan.FromSeconds(1) && span <= longest, path, $"must be 1 to {longest.TotalSeconds:0} s");
}
