using System.Runtime.InteropServices;

namespace EdgeService.Core.Tests.Snapshots;

/// <summary>Bytes that end where a page begins that nobody may touch; another such page lies before them. Released when nobody refers to it.</summary>
internal sealed unsafe partial class GuardedMemory
{
    private const int ReadAndWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly byte* _pages;
    private readonly nuint _size;

    public GuardedMemory(int length)
    {
        var page = Environment.SystemPageSize;
        var middle = (Math.Max(1, length) + page - 1) / page * page;
        _size = (nuint)(middle + (2 * page));
        _pages = Map(null, _size, ReadAndWrite, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, (nint)_pages);
        Assert.Equal(0, Protect(_pages, (nuint)page, 0));
        Assert.Equal(0, Protect(_pages + page + middle, (nuint)page, 0));
        Start = _pages + page + middle - length;
    }

    ~GuardedMemory() => _ = Unmap(_pages, _size);

    public byte* Start { get; }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);
}
