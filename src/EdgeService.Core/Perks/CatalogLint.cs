namespace EdgeService.Core.Perks;

/// <summary>Checks a draft and reports every fault at once, each with its place in the file.</summary>
public static class CatalogLint
{
    /// <summary>All faults in the order of the file; empty when the draft can become a catalog.</summary>
    public static IReadOnlyList<CatalogFault> Check(CatalogDraft draft)
    {
        var faults = new FaultList();
        faults.Require(draft.Revision >= 1, "revision", "must be at least 1");
        faults.Require(draft.Perks.Count > 0, "perks", "must not be empty");
        faults.RequireUnique(draft.Perks, perk => perk.Id, "perks", "id");
        faults.RequireUnique(draft.Perks, perk => perk.Code, "perks", "code");
        for (var i = 0; i < draft.Perks.Count; i++)
        {
            PerkLint.Check(draft.Perks[i], $"perks[{i}]", faults);
        }

        PartnerLint.Check(draft, faults);
        return faults.Found;
    }
}
