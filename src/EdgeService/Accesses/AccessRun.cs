using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using EdgeService.Building.Files;
using EdgeService.Core.Members;

namespace EdgeService.Accesses;

/// <summary>
/// One sorted file of accesses, written once: for each, in the order of members and then of time, 24 bytes (member, time, where its decision id begins, how
/// long it is), then all decision ids; a footer of count, earliest and latest time. Member keys are uniform, so a search guesses the place and is near it.
/// </summary>
internal sealed class AccessRun : IDisposable
{
    private const int EntryBytes = 24;
    private const int FooterBytes = 32;
    private const long Magic = 0x314E_5552_4343_4150; // "PACCRUN1"

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _count;

    private AccessRun(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, long bytes)
    {
        (Path, _file, _view, Bytes) = (path, file, view, bytes);
        (_count, Earliest, Latest) = (view.ReadInt32(bytes - FooterBytes), view.ReadInt64(bytes - 24), view.ReadInt64(bytes - 16));
    }

    public string Path { get; }

    public long Bytes { get; }

    /// <summary>Time of the first access in it, in milliseconds since 1970.</summary>
    public long Earliest { get; }

    /// <summary>Time of the last access in it.</summary>
    public long Latest { get; }

    /// <summary>Writes what was gathered; the whole file is on disk when this returns, or none of it.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public static AccessRun Write(string path, GatheredAccesses gathered)
    {
        var part = path + ".part";
        using (var file = new FileStream(part, OwnersAlone()))
        {
            Write(file, gathered);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
        FolderSync.Sync(System.IO.Path.GetDirectoryName(path)!);
        return Open(path);
    }

    /// <summary>
    /// Writes the file anew with present keys in the place of former ones; killed in between, it is the old or the new. When the latest was of those
    /// whose member has none, null where all have.
    /// </summary>
    /// <exception cref="InvalidDataException">It is none, or not whole.</exception>
    public static long? Rekey(string path, Func<MemberKey, MemberKey?> currentOf)
    {
        GatheredAccesses all;
        using (var run = Open(path))
            all = run.All();
        var dropped = all.Rekey(currentOf);
        if (all.Count > 0)
            Write(path, all).Dispose();
        else
            File.Delete(path);
        return dropped;
    }

    /// <exception cref="InvalidDataException">It is none, or not whole.</exception>
    public static AccessRun Open(string path)
    {
        var bytes = new FileInfo(path).Length;
        if (bytes < FooterBytes)
            throw new InvalidDataException($"{path} is no file of accesses, or not whole.");
        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.ReadWrite);
        var view = file.CreateViewAccessor(0, bytes, MemoryMappedFileAccess.ReadWrite);
        if (view.ReadInt64(bytes - 8) == Magic && view.ReadInt32(bytes - FooterBytes) is var count && count >= 0 && (long)count * EntryBytes <= bytes - FooterBytes)
            return new(path, file, view, bytes);
        view.Dispose();
        file.Dispose();
        throw new InvalidDataException($"{path} is no file of accesses, or not whole.");
    }

    /// <summary>The member's accesses in it.</summary>
    public void Collect(MemberKey member, List<Access> found)
    {
        for (var place = FirstOf(member); place < _count && MemberAt(place) == member.Value; place++)
        {
            var entry = (long)place * EntryBytes;
            var id = new byte[_view.ReadInt32(entry + 20)];
            if (id.Length > 0)
            {
                _view.ReadArray((long)_count * EntryBytes + _view.ReadInt32(entry + 16), id, 0, id.Length);
                found.Add(new(member, _view.ReadInt64(entry + 8), id));
            }
        }
    }

    /// <summary>Overwrites the member's accesses up to a moment: nothing is left of them but that so many there were. On disk when this returns.</summary>
    public void Erase(MemberKey member, long through)
    {
        var any = false;
        for (var place = FirstOf(member); place < _count && MemberAt(place) == member.Value; place++)
        {
            var entry = (long)place * EntryBytes;
            if (_view.ReadInt64(entry + 8) > through)
                continue;
            any = true;
            var id = new byte[_view.ReadInt32(entry + 20)];
            _view.WriteArray((long)_count * EntryBytes + _view.ReadInt32(entry + 16), id, 0, id.Length);
            _view.Write(entry + 8, 0L);
            _view.Write(entry + 20, 0);
        }

        if (any)
            _view.Flush();
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>All that was not erased.</summary>
    private GatheredAccesses All()
    {
        var (all, found) = (new GatheredAccesses(_count), new List<Access>());
        for (var place = 0; place < _count; place++)
        {
            var member = new MemberKey(MemberAt(place));
            if (place == 0 || MemberAt(place - 1) != member.Value)
                Collect(member, found);
        }

        foreach (var access in found)
        {
            var record = new byte[AccessRecord.HeadBytes + access.DecisionId.Length];
            AccessRecord.Write(record, access.Member, access.At, access.DecisionId.Span);
            all.Add(record);
        }

        return all;
    }

    /// <summary>Where the member's first entry is, or would be.</summary>
    private int FirstOf(MemberKey member)
    {
        var (low, high) = (0, _count);
        for (var guesses = 0; low < high; guesses++)
        {
            var middle = guesses < 3 ? Guess(member.Value, low, high) : low + ((high - low) / 2);
            if (MemberAt(middle) < member.Value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private int Guess(ulong member, int low, int high)
    {
        var (first, last) = (MemberAt(low), MemberAt(high - 1));
        if (member <= first || last <= first)
            return low;
        var share = Math.Min(1, (double)(member - first) / (last - first));
        return Math.Clamp(low + (int)(share * (high - 1 - low)), low, high - 1);
    }

    private ulong MemberAt(int place) => _view.ReadUInt64((long)place * EntryBytes);

    private static void Write(FileStream file, GatheredAccesses gathered)
    {
        var sorted = gathered.Sort();
        Span<byte> bytes = stackalloc byte[FooterBytes];
        var start = 0;
        foreach (ref readonly var access in sorted)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, access.Member);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], access.At);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], start);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], access.Length);
            file.Write(bytes[..EntryBytes]);
            start += access.Length;
        }

        foreach (ref readonly var access in sorted)
            file.Write(gathered.IdOf(access));
        BinaryPrimitives.WriteInt64LittleEndian(bytes, sorted.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], gathered.Earliest);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], gathered.Latest);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Magic);
        file.Write(bytes);
    }

    private static FileStreamOptions OwnersAlone()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
