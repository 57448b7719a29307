namespace EdgeCtl;

/// <summary>The languages that texts for members come in.</summary>
internal static class Languages
{
    public static readonly string[] All = ["zh", "en", "sv", "de"];

    /// <summary>The language of a locale such as <c>sv_SE.UTF-8</c>; English where there is none for it.</summary>
    public static string Nearest(string? locale) =>
        All.FirstOrDefault(language => locale?.StartsWith(language, StringComparison.OrdinalIgnoreCase) ?? false) ?? "en";

    /// <summary>The text in the language, else in English, else any.</summary>
    public static string Pick(IEnumerable<KeyValuePair<string, string>> texts, string language)
    {
        var byLanguage = texts.ToDictionary();
        return byLanguage.GetValueOrDefault(language) ?? byLanguage.GetValueOrDefault("en") ?? byLanguage.Values.FirstOrDefault() ?? "";
    }
}
