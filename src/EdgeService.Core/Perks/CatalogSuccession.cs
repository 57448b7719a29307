namespace EdgeService.Core.Perks;

/// <summary>Checks whether one catalog may follow another: tokens, grants and decision ids name perks by number and live longer than a revision.</summary>
public static class CatalogSuccession
{
    /// <summary>All faults; empty when <paramref name="next"/> may take the place of <paramref name="current"/>.</summary>
    public static IReadOnlyList<CatalogFault> Check(PerkCatalog current, PerkCatalog next)
    {
        var faults = new FaultList();
        faults.Require(next.Revision > current.Revision, "revision", $"must be above {current.Revision}, which is in use");
        for (var i = 0; i < next.Perks.Count; i++)
        {
            var perk = next.Perks[i];
            var before = current.FindPerk(perk.Code);
            faults.Require(before is null || before.Id == perk.Id, $"perks[{i}].code", $"{perk.Code} is the number of \"{before?.Id}\"");
            var same = current.FindPerk(perk.Id);
            faults.Require(same is null || same.Code == perk.Code, $"perks[{i}].code", $"\"{perk.Id}\" has the number {same?.Code} and must keep it");
        }

        return faults.Found;
    }
}
