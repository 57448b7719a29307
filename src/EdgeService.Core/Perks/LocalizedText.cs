namespace EdgeService.Core.Perks;

/// <summary>One text in the languages of the member channel. English is always there and stands in for a missing one.</summary>
public sealed record LocalizedText(string En, string? Zh = null, string? Sv = null, string? De = null)
{
    /// <summary>The text in <paramref name="language"/>, a BCP 47 tag of which only the primary subtag counts (<c>zh-CN</c> is <c>zh</c>).</summary>
    public string In(string? language) => PrimarySubtag(language) switch
    {
        "zh" => Zh ?? En,
        "sv" => Sv ?? En,
        "de" => De ?? En,
        _ => En,
    };

    /// <summary>Lower-case primary subtag of a BCP 47 tag; <c>en</c> for null or empty.</summary>
    public static string PrimarySubtag(string? language)
    {
        if (string.IsNullOrEmpty(language))
        {
            return "en";
        }

        var end = language.AsSpan().IndexOfAny('-', '_');
        return (end < 0 ? language : language[..end]).ToLowerInvariant();
    }
}
