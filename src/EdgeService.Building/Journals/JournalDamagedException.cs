namespace EdgeService.Building.Journals;

/// <summary>A journal holds something that was acknowledged and cannot be read any more. Nothing was changed in it.</summary>
public sealed class JournalDamagedException(string path, long offset, string detail)
    : IOException($"{path} is damaged at byte {offset}: {detail} Restore the file from a copy, or move it away knowing that what it held is lost.")
{
    public string Path { get; } = path;

    /// <summary>Where the damaged frame begins, in bytes from the start of the file.</summary>
    public long Offset { get; } = offset;
}
