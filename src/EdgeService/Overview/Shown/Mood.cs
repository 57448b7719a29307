namespace EdgeService.Overview.Shown;

/// <summary>How something is, as the page's colours and signs tell it; beside a word in every place.</summary>
internal static class Mood
{
    public const string Good = "good";
    public const string Warn = "warn";
    public const string Bad = "bad";

    /// <summary>Nothing to judge.</summary>
    public const string Plain = "plain";
}
