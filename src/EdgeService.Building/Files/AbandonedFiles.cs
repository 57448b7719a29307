namespace EdgeService.Building.Files;

/// <summary>
/// Files whose writer was killed. A living writer holds a lock on what it writes, so that a file that can be locked has none.
/// </summary>
internal static class AbandonedFiles
{
    /// <summary>Removes the abandoned files of a folder; those that somebody writes, or that are not ours to remove, stay.</summary>
    public static void Remove(string folder, string pattern)
    {
        foreach (var path in Directory.EnumerateFiles(folder, pattern))
        {
            try
            {
                using var locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
            }
            catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
            {
                // Somebody writes it, or was quicker to remove it.
            }
        }
    }
}
