using System.Buffers.Binary;

namespace EdgeService.Building.Journals;

/// <summary>The first 16 bytes of a journal.</summary>
public static class JournalHeader
{
    public const int Bytes = 16;

    private const ushort MajorVersion = 1;
    private const int CheckedBytes = 12;

    private static ReadOnlySpan<byte> Magic => "PERKLOG\0"u8;

    public static byte[] Write()
    {
        var bytes = new byte[Bytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), MajorVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CheckedBytes), Crc32C.Of(bytes.AsSpan(0, CheckedBytes)));
        return bytes;
    }

    /// <summary>Why these bytes do not begin a journal of this version; null when they do.</summary>
    public static string? FaultOf(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic))
            return "The file is no journal.";
        if (bytes.Length < Bytes)
            return "The file ends within its header.";
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckedBytes..]) != Crc32C.Of(bytes[..CheckedBytes]))
            return "The file's header is damaged.";
        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        return version == MajorVersion ? null : $"The journal is of version {version}; this program reads version {MajorVersion}.";
    }

    /// <summary>Whether this is what a crash leaves of a file that was just being made: shorter than a header, and its beginning or zeros.</summary>
    public static bool IsUnborn(ReadOnlySpan<byte> bytes) =>
        bytes.Length < Bytes ? Write().AsSpan().StartsWith(bytes) || !bytes.ContainsAnyExcept((byte)0) : bytes.Length == Bytes && !bytes.ContainsAnyExcept((byte)0);
}
