namespace EdgeService.Core.Perks;

/// <summary>Checks a draft and reports every fault at once, each with its place.</summary>
public static class CatalogLint
{
    /// <summary>All faults in the order of the file; empty when the draft can become a catalog.</summary>
    public static IReadOnlyList<CatalogFault> Check(CatalogDraft draft) => [];
}
