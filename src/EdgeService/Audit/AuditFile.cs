using EdgeService.Building.Audit;
using EdgeService.Building.Files;
using EdgeService.Building.Journals;

namespace EdgeService.Audit;

/// <summary>The files that the log is written to. What was written is on disk when a call returns, or it is cut off again.</summary>
internal sealed class AuditFile : IDisposable
{
    private readonly string _folder;
    private readonly byte[] _key;
    private readonly FileStream _hold;
    private FileStream? _file;
    private string _name = "";
    private long _length;
    private bool _doubtful;
    private bool _torn;

    /// <exception cref="JournalHeldException">Somebody else writes there.</exception>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public AuditFile(string folder, byte[] key)
    {
        (_folder, _key) = (Path.GetFullPath(folder), key);
        MakeFolder(_folder);
        _hold = JournalHold.Take(Path.Combine(_folder, "audit"));
        try
        {
            Stand = AuditStand.Find(_folder, key);
            Resume();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What was found when it was opened.</summary>
    public AuditStand Stand { get; }

    /// <summary>The day's file that is written to; empty before the first line.</summary>
    public string Name => _name;

    /// <summary>Appends whole lines to the file of the day. Time that goes back does not: the latest file is gone on with.</summary>
    /// <exception cref="IOException">The disk is full or failed; nothing of it counts.</exception>
    public void Append(DateTimeOffset now, ReadOnlySpan<byte> lines)
    {
        var file = FileOf(now);
        Settle(file);
        try
        {
            RandomAccess.Write(file.SafeFileHandle, lines, _length);
            if (_torn)
                RandomAccess.SetLength(file.SafeFileHandle, _length + lines.Length);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            (_length, _torn) = (_length + lines.Length, false);
        }
        catch
        {
            _doubtful = true;
            TrySettle(file);
            throw;
        }
    }

    /// <summary>Notes how far the log has come.</summary>
    /// <exception cref="IOException">The disk is full or failed; the checkpoint before stays.</exception>
    public void Keep(AuditCheckpoint checkpoint)
    {
        var path = Path.Combine(_folder, AuditCheckpoint.FileName);
        using (var draft = OpenFile(path + ".new", FileMode.Create))
        {
            draft.Write(System.Text.Encoding.ASCII.GetBytes(checkpoint.Seal(_key)));
            draft.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    public void Dispose()
    {
        _file?.Dispose();
        _hold.Dispose();
    }

    private void Resume()
    {
        if (Stand.FilePath is not { } path)
            return;
        (_name, _length) = (Path.GetFileName(path), Stand.Length);
        _file = OpenFile(path, FileMode.Open);
        _torn = RandomAccess.GetLength(_file.SafeFileHandle) > _length;
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
    }

    private FileStream FileOf(DateTimeOffset now)
    {
        var name = AuditFolder.NameOf(now);
        if (_file is { } current && (_torn || string.CompareOrdinal(name, _name) <= 0))
            return current;
        var file = OpenFile(Path.Combine(_folder, name), FileMode.OpenOrCreate);
        try
        {
            FolderSync.Sync(_folder);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _file?.Dispose();
        (_file, _name, _length, _doubtful) = (file, name, RandomAccess.GetLength(file.SafeFileHandle), false);
        return file;
    }

    /// <summary>Brings the file on disk to what counts. What a crash tore stays until the line that says so is written over it.</summary>
    private void Settle(FileStream file)
    {
        if (!_doubtful || _torn)
            return;
        RandomAccess.SetLength(file.SafeFileHandle, _length);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
        _doubtful = false;
    }

    private void TrySettle(FileStream file)
    {
        try
        {
            Settle(file);
        }
        catch (IOException)
        {
            // The next append tries again, and fails if that fails.
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStream OpenFile(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
