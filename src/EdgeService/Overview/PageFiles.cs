namespace EdgeService.Overview;

/// <summary>What the page loads beside itself: built into the service, so that nothing has to be brought.</summary>
internal static class PageFiles
{
    public static string Style { get; } = Read("page.css");

    public static string Script { get; } = Read("page.js");

    private static string Read(string name)
    {
        using var text = new StreamReader(typeof(PageFiles).Assembly.GetManifestResourceStream($"EdgeService.Overview.{name}")!);
        return text.ReadToEnd();
    }
}
