namespace EdgeService.Core.Perks;

/// <summary>Checks what becomes of a perk's grants: that the facts given are those that its kind asks for.</summary>
internal static class LifecycleLint
{
    private const int MostExtensions = 24;

    internal static void Check(Perk perk, string path, FaultList faults)
    {
        CheckEnd(perk, path, faults);
        var lends = perk.Kind is PerkKind.Rental or PerkKind.Trial;
        faults.Require(perk.DueAfter is null || lends, path + ".dueAfter", "is for what is lent: of a visit and a credit line nothing is due back");
        faults.Require(perk.DueAfter is not null || perk.Kind != PerkKind.Trial, path + ".dueAfter", "must be said: a trial ends");
        faults.Require(perk.LostAfter is not { } lost || (lost >= TimeSpan.Zero && perk.DueAfter is not null), path + ".lostAfter", "counts from when it was due, and not below zero: say dueAfter too");
        faults.Require(perk.Kind != PerkKind.CreditLine || perk.Benefit.CreditLadder.Count > 0, path + ".benefit.creditLadder", "must be said for a credit line");
        faults.Require(
            !perk.ReserveOnIssue || perk.OfflineClass == OfflineClass.FreshOnly,
            path + ".reserveOnIssue",
            "needs the ledger to issue: for FRESH_ONLY perks alone");
        if (perk.Extension is { } extension)
        {
            faults.Require(perk.Kind == PerkKind.Rental && perk.DueAfter is not null, path + ".extension", "is for what is lent and due back");
            faults.Require(extension.Count is >= 1 and <= MostExtensions, path + ".extension.timesCount", $"must be 1 to {MostExtensions}");
            faults.Require(extension.By > TimeSpan.Zero, path + ".extension.by", "must be positive");
        }
    }

    private static void CheckEnd(Perk perk, string path, FaultList faults)
    {
        faults.Require(perk.ClosesAfter is null || perk.Kind == PerkKind.Visit, path + ".closesAfter", "is for visits: what is lent comes back, and a credit line is closed");
        faults.Require(perk.ClosesAfter is not null || perk.Kind != PerkKind.Visit, path + ".closesAfter", "must be said: a visit closes by itself when nobody closes it");
    }
}
