namespace EdgeService.Core.Snapshots;

/// <summary>Numbers of the snapshot file format, version 1.1. README.md beside this file holds the byte-level tables.</summary>
public static class SnapshotFormat
{
    /// <summary>A file of a greater major version is refused; a greater minor version adds nothing a reader must know.</summary>
    public const ushort MajorVersion = 1;

    public const ushort MinorVersion = 1;

    /// <summary>Required feature: some members are entered under a replacement key, which <see cref="SnapshotView.KeyOf"/> resolves.</summary>
    public const ulong ReplacementsFeature = 1UL << 0;

    /// <summary>Required feature: some details hold dated consents.</summary>
    public const ulong DatedConsentsFeature = 1UL << 1;

    /// <summary>Required features that this reader knows; a file that needs another is refused.</summary>
    public const ulong KnownFeatures = ReplacementsFeature | DatedConsentsFeature;

    /// <summary>Bytes covered by one SHA-256 of the chunk table.</summary>
    public const int ChunkBytes = 64 * 1024;

    public const int HeaderBytes = 64;
    public const int FooterBytes = 160;
    public const int SignedFooterBytes = 96;
    public const int HashBytes = 32;

    /// <summary>Every section starts on a cache line.</summary>
    public const int SectionAlignment = 64;

    public const int EntryBytes = 8;
    public const int DirectoryElementBytes = 4;
    public const int MaxDirectoryBits = 64 - SnapshotEntry.RemainderBits;

    /// <summary>Members that a 4-byte directory can count.</summary>
    public const long MaxMembers = uint.MaxValue;

    public const int DetailIndexBytes = 16;
    public const int DetailItemHeaderBytes = 8;
    public const int BanBytes = 24;
    public const int DatedConsentBytes = 24;

    /// <summary>A member tag, 16, and the key the member is entered under, 8.</summary>
    public const int ReplacementBytes = 24;

    /// <summary>The tag of a card or document, 16, and the key of the member it leads to, 8.</summary>
    public const int AliasBytes = 24;

    public static ReadOnlySpan<byte> HeaderMagic => "PERKSNAP"u8;

    public static ReadOnlySpan<byte> FooterMagic => "PERKSEAL"u8;
}
