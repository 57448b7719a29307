using EdgeService.Flow.Figures;

namespace EdgeService.Overview.Shown;

/// <summary>What is answered from.</summary>
internal static class SnapshotFacts
{
    public static IReadOnlyList<FactView> Of(EdgeFigures figures)
    {
        if (figures.Snapshot is not { } snapshot)
            return [new("Snapshot", "none"), new("Catalog", $"revision {Wording.Count(figures.CatalogRevision)}")];
        return
        [
            new("Snapshot", $"revision {Wording.Count(snapshot.Basis.SnapshotRevision)}"),
            new("Data as of", Wording.Moment(snapshot.Basis.AsOf)),
            new("Built", $"{Wording.Moment(snapshot.Metadata.CreatedAt)}, {snapshot.Metadata.Builder}"),
            new("Members", Wording.Count(snapshot.Metadata.MemberCount)),
            new("Changes upon it", $"of {Wording.Things(snapshot.ChangedMembers, "member", "members")}, through revision {Wording.Count(snapshot.ChangesThrough)}"),
            new("Verified", Wording.Percent(snapshot.VerifiedShare)),
            new("Catalog", $"revision {Wording.Count(figures.CatalogRevision)}"),
        ];
    }
}
