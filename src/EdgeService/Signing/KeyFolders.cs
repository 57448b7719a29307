namespace EdgeService.Signing;

/// <summary>Folders of key files, as they lie on disk.</summary>
internal static class KeyFolders
{
    /// <summary>Names, lengths and times of files: another text means that the folder holds something else.</summary>
    /// <exception cref="KeyMaterialException">The folder cannot be looked into.</exception>
    public static string MarkOf(string folder, params ReadOnlySpan<string> patterns)
    {
        var marks = new List<string>();
        foreach (var pattern in patterns)
            marks.AddRange(FilesIn(folder, pattern).Select(file => $"{file.Name}/{(file.Exists ? file.Length : 0)}/{file.LastWriteTimeUtc.Ticks}"));
        return string.Join('|', marks.Order(StringComparer.Ordinal));
    }

    /// <summary>Empty when there is no such folder.</summary>
    /// <exception cref="KeyMaterialException">The folder cannot be looked into.</exception>
    public static FileInfo[] FilesIn(string folder, string pattern)
    {
        try
        {
            return Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles(pattern) : [];
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new KeyMaterialException($"{folder} cannot be looked into: {denied.Message} It must belong to the user that the service runs as (chown).", denied);
        }
    }
}
