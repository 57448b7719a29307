namespace EdgeService.Ledger;

/// <summary>How an edge says it is, to all that share its ledger.</summary>
/// <param name="Number">Number of the edge.</param>
/// <param name="Version">Version of the service.</param>
/// <param name="StartedAt">When it started, by its own clock.</param>
/// <param name="SnapshotRevision">Which snapshot it serves; 0 for none.</param>
/// <param name="AsOf">As-of of its data; the Unix epoch without a snapshot.</param>
/// <param name="CatalogRevision">Which catalog it serves.</param>
public sealed record EdgeSign(int Number, string Version, DateTimeOffset StartedAt, long SnapshotRevision, DateTimeOffset AsOf, long CatalogRevision);

/// <summary>An edge that was heard.</summary>
/// <param name="Sign">What it said.</param>
/// <param name="Silence">How long ago, by the store's clock.</param>
public sealed record HeardEdge(EdgeSign Sign, TimeSpan Silence);
