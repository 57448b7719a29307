using System.Buffers;
using EdgeService.Building.Files;

namespace EdgeService.Building.Journals;

/// <summary>
/// A file of records that are on disk before <see cref="Append"/> returns. One process has it at a time. Every member may be called from any
/// thread; appends are made one after the other, so who expects many gathers them into one.
/// </summary>
public sealed class AppendOnlyLog : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int ReplacePayloadBytes = 1 << 20;

    private readonly Lock _writing = new();
    private readonly string _path;
    private readonly FileStream _hold;
    private FileStream _file;
    private long _nextOrdinal;
    private bool _doubtful;

    private AppendOnlyLog(string path, FileStream hold, FileStream file, JournalEnd end)
    {
        (_path, _hold, _file) = (path, hold, file);
        (Length, _nextOrdinal) = (end.Offset, end.NextOrdinal);
    }

    /// <summary>Bytes of the file that count.</summary>
    public long Length { get; private set; }

    private string NewPath => _path + ".new";

    /// <summary>
    /// Opens the file, or makes it with its folder, readable by its owner alone; replays every record in order, each valid during its call only; cuts
    /// off a torn tail. Beside it lies <c>.lock</c>, held until <see cref="Dispose"/> or the end of the process.
    /// </summary>
    /// <exception cref="JournalHeldException">Somebody else has it open.</exception>
    /// <exception cref="JournalDamagedException">Something before the tail cannot be read; names the byte offset. Nothing was changed.</exception>
    public static AppendOnlyLog Open(string path, Action<ReadOnlyMemory<byte>> replay)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(FolderOf(path));
        var hold = JournalHold.Take(path);
        FileStream? file = null;
        try
        {
            file = OpenFile(path, FileMode.OpenOrCreate);
            var log = new AppendOnlyLog(path, hold, file, JournalReading.Read(file, path, replay));
            log.Begin();
            return log;
        }
        catch
        {
            file?.Dispose();
            hold.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Returns when the disk has the records: all of them, or none if it throws. Then the file is cut back to what it was.
    /// </summary>
    /// <exception cref="IOException">The disk is full or failed; a later append may succeed.</exception>
    /// <exception cref="ArgumentException">The records take more than 64 MiB together.</exception>
    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count == 0)
            return;
        lock (_writing)
        {
            Settle();
            var frame = JournalFrame.Of(_nextOrdinal, records);
            var bytes = ArrayPool<byte>.Shared.Rent(frame.TotalBytes);
            frame.Write(bytes, records);
            WriteOrCutBack(bytes.AsSpan(0, frame.TotalBytes));
            ArrayPool<byte>.Shared.Return(bytes);
            Length += frame.TotalBytes;
            _nextOrdinal++;
        }
    }

    /// <summary>Puts a new file with these records in place of the whole one, at once: after a crash it is the old or the new.</summary>
    /// <exception cref="IOException">The disk is full or failed. Appends go on, to the old file or the new.</exception>
    public void Replace(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        lock (_writing)
        {
            Settle();
            var (file, next) = WriteNew(records);
            File.Move(NewPath, _path, overwrite: true);
            _file.Dispose();
            (_file, _nextOrdinal, Length) = (file, next, file.Length);
            // Until the folder is synced a power cut may bring the old file back: no append is acknowledged before.
            _doubtful = true;
            Settle();
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _hold.Dispose();
    }

    /// <summary>What was replayed may still be in memory only, if the one who wrote it was killed: it is made durable before it counts.</summary>
    private void Begin()
    {
        File.Delete(NewPath);
        if (Length == 0)
        {
            RandomAccess.Write(_file.SafeFileHandle, JournalHeader.Write(), 0);
            Length = JournalHeader.Bytes;
        }

        _doubtful = true;
        Settle();
    }

    private void WriteOrCutBack(ReadOnlySpan<byte> frame)
    {
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, frame, Length);
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
        }
        catch
        {
            _doubtful = true;
            TrySettle();
            throw;
        }
    }

    /// <summary>Brings the file on disk to what counts, after anything that leaves room for doubt.</summary>
    private void Settle()
    {
        if (!_doubtful)
            return;
        RandomAccess.SetLength(_file.SafeFileHandle, Length);
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
        FolderSync.Sync(FolderOf(_path));
        _doubtful = false;
    }

    private void TrySettle()
    {
        try
        {
            Settle();
        }
        catch (IOException)
        {
            // The next append tries again, and fails if that fails.
        }
    }

    private (FileStream File, long NextOrdinal) WriteNew(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        var file = OpenFile(NewPath, FileMode.Create);
        try
        {
            file.Write(JournalHeader.Write());
            var next = 1L;
            foreach (var frame in Frames(records))
                file.Write(JournalFrame.Write(next++, frame));
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            return (file, next);
        }
        catch
        {
            file.Dispose();
            File.Delete(NewPath);
            throw;
        }
    }

    private static IEnumerable<List<ReadOnlyMemory<byte>>> Frames(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        List<ReadOnlyMemory<byte>> frame = [];
        var bytes = 0;
        foreach (var record in records)
        {
            frame.Add(record);
            bytes += record.Length;
            if (bytes < ReplacePayloadBytes)
                continue;
            yield return frame;
            (frame, bytes) = ([], 0);
        }

        if (frame.Count > 0)
            yield return frame;
    }

    private static FileStream OpenFile(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path)!;
}
