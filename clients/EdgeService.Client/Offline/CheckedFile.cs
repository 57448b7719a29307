using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeService.Building.Files;

namespace EdgeService.Client.Offline;

/// <summary>
/// A file that is whole or not there: written beside its place, flushed and renamed, with a hash over all of it. <c>PGATE1</c> and two zeros, the time it was
/// fetched in Unix milliseconds (8 bytes, little-endian), the content, SHA-256 of everything before.
/// </summary>
internal static class CheckedFile
{
    private const int HeadBytes = 16;
    private const int HashBytes = SHA256.HashSizeInBytes;
    private const long MostBytes = 16 << 20;

    private static ReadOnlySpan<byte> Magic => "PGATE1\0\0"u8;

    /// <exception cref="IOException">The disk is full or failed; what was there before stays.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, DateTimeOffset fetched)
    {
        var bytes = new byte[HeadBytes + content.Length + HashBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Magic.Length), fetched.ToUnixTimeMilliseconds());
        content.CopyTo(bytes.AsSpan(HeadBytes));
        SHA256.HashData(bytes.AsSpan(..^HashBytes), bytes.AsSpan(^HashBytes..));
        WholeFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Null when there is no such file, and with a fault when it cannot be read.</summary>
    public static CheckedContent? TryRead(string path, out string? fault)
    {
        fault = null;
        try
        {
            if (!File.Exists(path))
                return null;
            fault = new FileInfo(path).Length > MostBytes ? "it is far too long" : null;
            var bytes = fault is null ? File.ReadAllBytes(path) : [];
            fault ??= FaultOf(bytes);
            return fault is null
                ? new CheckedContent(bytes.AsMemory(HeadBytes..^HashBytes), DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(Magic.Length))))
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            fault = unreadable.Message;
            return null;
        }
    }

    private static string? FaultOf(byte[] bytes) =>
        bytes.Length < HeadBytes + HashBytes ? "it is cut short"
        : !bytes.AsSpan().StartsWith(Magic) ? "it is no file of a gate"
        : !SHA256.HashData(bytes.AsSpan(..^HashBytes)).AsSpan().SequenceEqual(bytes.AsSpan(^HashBytes..)) ? "its hash does not fit its content"
        : null;
}

/// <summary>What a <see cref="CheckedFile"/> holds, and when it was fetched.</summary>
internal readonly record struct CheckedContent(ReadOnlyMemory<byte> Bytes, DateTimeOffset Fetched);
