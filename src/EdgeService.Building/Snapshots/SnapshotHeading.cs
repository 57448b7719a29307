namespace EdgeService.Building.Snapshots;

/// <summary>What a snapshot is to say of itself, apart from what the members yield.</summary>
/// <param name="Revision">At least 1, and greater than that of the file it follows.</param>
/// <param name="AsOf">The moment the input describes.</param>
/// <param name="CreatedAt">Now.</param>
/// <param name="SecretVersion">Version of the member secret.</param>
/// <param name="SecretCheck">What <see cref="MemberHashing.CheckOf"/> says of that secret.</param>
/// <param name="Builder">Program and version.</param>
public sealed record SnapshotHeading(
    long Revision, DateTimeOffset AsOf, DateTimeOffset CreatedAt, int SecretVersion, ulong SecretCheck, string Builder)
{
    /// <summary>Revision of the last change that the members' standings hold already; 0 when none.</summary>
    public long ChangesThrough { get; init; }
}
