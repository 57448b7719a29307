namespace EdgeService.Core.Snapshots;

/// <summary>Reads what stands in a file for all members, and checks that its sections can be told apart, before anybody is looked up.</summary>
internal static unsafe class SnapshotOpening
{
    /// <summary>Reads the metadata and checks the sections against the file and each other's sizes.</summary>
    /// <exception cref="SnapshotDamagedException">The metadata are not what was signed.</exception>
    public static SnapshotRefusal? ReadMetadata(byte* data, SectionExtent extent, VerifiedChunks chunks, out SnapshotMetadata? metadata)
    {
        metadata = null;
        if (extent.Length > SnapshotFormat.ChunkBytes)
        {
            return new(SnapshotFault.Malformed, "The metadata are too long.");
        }

        chunks.Require(0, SnapshotFormat.HeaderBytes);
        chunks.Require(extent.Offset, extent.Length);
        if (!SnapshotMetadata.TryRead(new ReadOnlySpan<byte>(data + extent.Offset, (int)extent.Length), out metadata))
        {
            return new(SnapshotFault.Malformed, "The metadata cannot be read.");
        }

        if ((metadata.RequiredFeatures & ~SnapshotFormat.KnownFeatures) is not 0 and var unknown)
        {
            return new(
                SnapshotFault.UnknownFeature, $"The file needs features 0x{unknown:x}, which this reader does not know. Use a newer edge, or an older builder.");
        }

        var fits = metadata.Sections.All(section => section.FitsWithin(extent.Offset));
        return fits && HasExactSizes(metadata) ? null : new(SnapshotFault.Malformed, "A section lies outside the file or has the wrong size.");
    }

    /// <summary>Lays the tables over their sections. Consent sets are read at their first use, replacements are verified here: there are few.</summary>
    /// <exception cref="SnapshotDamagedException">What had to be read is not what was signed.</exception>
    public static SnapshotTables? OpenTables(byte* data, SnapshotMetadata metadata, VerifiedChunks chunks)
    {
        SnapshotSection Section(SectionKind kind) => new(data, metadata[kind], chunks);

        if (!BitConverter.IsLittleEndian
            || !ConsentTable.TryOpen(Section(SectionKind.Partners), Section(SectionKind.ConsentSets), out var consents))
        {
            return null;
        }

        var replacements = metadata[SectionKind.Replacements];
        chunks.Require(replacements.Offset, replacements.Length);
        return new(
            consents,
            new MemberDetails(Section(SectionKind.DetailIndex), Section(SectionKind.Details), consents),
            new ReplacementTable(Section(SectionKind.Replacements)),
            new AliasTable(Section(SectionKind.Aliases)));
    }

    private static bool HasExactSizes(SnapshotMetadata metadata) =>
        metadata[SectionKind.Entries].Length == metadata.MemberCount * SnapshotFormat.EntryBytes
        && metadata[SectionKind.Directory].Length
            == (new KeySplit(metadata.DirectoryBits).BucketCount + 1) * SnapshotFormat.DirectoryElementBytes
        && metadata[SectionKind.DetailIndex].Length % SnapshotFormat.DetailIndexBytes == 0
        && metadata[SectionKind.Aliases].Length % SnapshotFormat.AliasBytes == 0
        && metadata[SectionKind.Replacements].Length % SnapshotFormat.ReplacementBytes == 0;
}

/// <summary>The sections beside directory and entries.</summary>
internal sealed record SnapshotTables(ConsentTable Consents, MemberDetails Details, ReplacementTable Replacements, AliasTable Aliases);
