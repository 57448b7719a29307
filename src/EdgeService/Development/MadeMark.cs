namespace EdgeService.Development;

/// <summary>Marks folders whose content this service has made for Development, so that no other environment starts on it.</summary>
public static class MadeMark
{
    /// <summary>Subject of the authorities that Development makes; those of the roles go on after it.</summary>
    public const string AuthorityName = "CN=EdgeService development authority - not for use";

    private const string File = "made";
    private const string Text = "What lies here was made by the service for Development. No other environment starts on it.\n";

    public static bool IsMadeAuthority(string subject) => subject.Contains(AuthorityName, StringComparison.Ordinal);

    public static void Put(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path))
            OwnedFile.WritePublic(path, Text);
    }

    /// <summary>Whether a file or folder lies under the mark.</summary>
    public static bool IsOn(string path) => System.IO.File.Exists(Path.Combine(path, File))
        || System.IO.File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", File));
}
