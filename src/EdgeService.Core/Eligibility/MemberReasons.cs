using System.Globalization;
using EdgeService.Core.Eligibility.Texts;
using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;

namespace EdgeService.Core.Eligibility;

/// <summary>What the member reads of one reason.</summary>
/// <param name="Title">A few words.</param>
/// <param name="Explanation">What it means.</param>
/// <param name="NextStep">What the member can do.</param>
public sealed record ReasonText(string Title, string Explanation, string NextStep);

/// <summary>The reasons in the member's language: <c>zh</c>, <c>en</c>, <c>sv</c> or <c>de</c>; any other is answered in English.</summary>
public static class MemberReasons
{
    /// <summary>The languages there are, by primary subtag.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["zh", "en", "sv", "de"];

    /// <summary>The language that a BCP 47 tag is answered in.</summary>
    public static string LanguageFor(string? language) =>
        LocalizedText.PrimarySubtag(language) is var subtag && Languages.Contains(subtag) ? subtag : "en";

    /// <summary>Text of one reason.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Reason.None"/>, or a number that no reason has.</exception>
    public static ReasonText Of(Reason reason, string? language)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((int)reason, 1, nameof(reason));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)reason, ReasonSet.MaxReason, nameof(reason));
        return TextsIn(language).Reasons[(int)reason - 1];
    }

    /// <summary>Sentence on the score that would change the answer.</summary>
    public static string NextScoreStep(ScoreStep step, string? language) =>
        string.Format(CultureInfo.InvariantCulture, TextsIn(language).NextScoreStep, step.Floor);

    /// <summary>How to contest an answer and reach a person.</summary>
    public static string HowToContest(string? language) => TextsIn(language).HowToContest;

    private static ReasonTexts TextsIn(string? language) => LanguageFor(language) switch
    {
        "zh" => Chinese.Texts,
        "sv" => Swedish.Texts,
        "de" => German.Texts,
        _ => English.Texts,
    };
}
