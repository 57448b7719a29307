namespace EdgeService.Building.Journals;

/// <summary>Keeps a journal to one process: a file beside it, held until it is disposed of or the process ends.</summary>
public static class JournalHold
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int LockedOnLinux = 11;
    private const int LockedOnMac = 35;
    private const int LockedOnWindows = unchecked((int)0x80070020);

    /// <summary>Takes the journal at <paramref name="path"/>.</summary>
    /// <exception cref="JournalHeldException">Somebody else has it.</exception>
    /// <exception cref="IOException">The file beside it cannot be opened.</exception>
    public static FileStream Take(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            return new FileStream(path + ".lock", options);
        }
        catch (IOException held) when (held.HResult is LockedOnLinux or LockedOnMac or LockedOnWindows)
        {
            throw new JournalHeldException(path, held);
        }
    }
}
