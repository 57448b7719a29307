namespace EdgeService.Ledger;

/// <summary>
/// The file beside the ledger's that says whose it is: held until the process ends, also when it is killed. SQLite's own exclusive lock would do
/// as much, and shut out the readers of this process too.
/// </summary>
internal static class SqliteHold
{
    private const int LockedOnLinux = 11;
    private const int LockedOnMac = 35;
    private const int LockedOnWindows = unchecked((int)0x80070020);

    /// <exception cref="LedgerUnavailableException">Another process holds it, or it cannot be made.</exception>
    public static FileStream Take(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(path + ".lock", options);
        }
        catch (IOException held) when (held.HResult is LockedOnLinux or LockedOnMac or LockedOnWindows)
        {
            throw new LedgerUnavailableException(LedgerFault.HeldElsewhere, held);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException(LedgerFault.ReadOnly, fault);
        }
    }
}
