using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace EdgeService.Doors;

/// <summary>
/// Linux's own accept and close, without the objects that .NET makes for a socket: whoever is turned away before anything is read costs little more than
/// what the kernel does. See accept4(2), setsockopt(2) with SO_LINGER, close(2).
/// </summary>
internal static partial class KnockingLinux
{
    /// <summary>Bytes of the largest address that accept writes, a <c>sockaddr_in6</c>.</summary>
    private const int LargestAddress = 28;

    private const int CloseOnExec = 0x80000;
    private const int SocketLevel = 1;
    private const int Linger = 13;
    private const ushort Inet = 2;
    private const ushort Inet6 = 10;

    /// <summary>What happened at the door.</summary>
    internal enum Knock
    {
        Come,
        Gone,
        Closed,
        Lacking,
    }

    /// <summary>Waits for the next.</summary>
    /// <param name="door">The listening socket.</param>
    /// <param name="socket">Whoever came: to be taken over or reset.</param>
    /// <param name="from">16 bytes, for the address.</param>
    /// <param name="length">How many of them it takes: 4 of IPv4, mapped or not, 16 of IPv6, 0 of anything else.</param>
    public static Knock Wait(SafeSocketHandle door, out int socket, Span<byte> from, out int length)
    {
        Span<byte> address = stackalloc byte[LargestAddress];
        var size = LargestAddress;
        socket = Accept(door, ref MemoryMarshal.GetReference(address), ref size, CloseOnExec);
        length = socket < 0 ? 0 : Read(address[..Math.Min(size, LargestAddress)], from);
        return socket >= 0 ? Knock.Come : (Error)Marshal.GetLastPInvokeError() switch
        {
            Error.BadFile or Error.Invalid or Error.NoSocket => Knock.Closed,
            Error.NotNow or Error.TooManyFiles or Error.TooManyFilesInAll or Error.NoBuffers or Error.NoMemory => Knock.Lacking,
            _ => Knock.Gone,
        };
    }

    /// <summary>Ends it at once with a reset: nothing of it stays with the kernel.</summary>
    public static void Reset(int socket)
    {
        ReadOnlySpan<int> atOnce = [1, 0];
        _ = SetOption(socket, SocketLevel, Linger, ref MemoryMarshal.GetReference(atOnce), sizeof(int) * 2);
        _ = Close(socket);
    }

    private static int Read(ReadOnlySpan<byte> address, Span<byte> from)
    {
        var bytes = address.Length < 2 ? [] : MemoryMarshal.Read<ushort>(address) switch
        {
            Inet when address.Length >= 8 => address[4..8],
            Inet6 when address.Length >= 24 => IsMapped(address[8..24]) ? address[20..24] : address[8..24],
            _ => [],
        };
        bytes.CopyTo(from);
        return bytes.Length;
    }

    private static bool IsMapped(ReadOnlySpan<byte> address) =>
        BinaryPrimitives.ReadUInt64BigEndian(address) == 0 && BinaryPrimitives.ReadUInt32BigEndian(address[8..]) == 0xFFFF;

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    private static partial int Accept(SafeSocketHandle door, ref byte address, ref int size, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int option, ref int value, int size);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int socket);

    /// <summary>Of errno(3).</summary>
    private enum Error
    {
        BadFile = 9,
        NotNow = 11,
        NoMemory = 12,
        Invalid = 22,
        TooManyFilesInAll = 23,
        TooManyFiles = 24,
        NoSocket = 88,
        NoBuffers = 105,
    }
}
