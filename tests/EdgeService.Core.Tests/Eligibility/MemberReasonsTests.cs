using EdgeService.Core.Eligibility;
using EdgeService.Core.Scoring;

namespace EdgeService.Core.Tests.Eligibility;

public sealed class MemberReasonsTests
{
    public static TheoryData<string> Languages => [.. MemberReasons.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_reason_has_its_own_text_in_every_language(string language)
    {
        var texts = Enumerable.Range(1, ReasonSet.MaxReason).Select(number => MemberReasons.Of((Reason)number, language)).ToList();
        Assert.Equal(texts.Count, texts.Select(text => text.Title).Distinct().Count());
        Assert.All(texts, text => Assert.All(new[] { text.Title, text.Explanation, text.NextStep }, part => Assert.NotEqual("", part.Trim())));
    }

    [Fact]
    public void Every_reason_has_a_number_within_the_set() =>
        Assert.Equal(Enumerable.Range(0, ReasonSet.MaxReason + 1), Enum.GetValues<Reason>().Select(reason => (int)reason));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Next_step_names_the_score(string language) =>
        Assert.Contains("650", MemberReasons.NextScoreStep(ScoreStep.OfScore(650), language), StringComparison.Ordinal);

    [Fact]
    public void Languages_differ() =>
        Assert.Equal(4, MemberReasons.Languages.Select(MemberReasons.HowToContest).Distinct().Count());

    [Theory]
    [InlineData("zh-CN", "zh")]
    [InlineData("DE", "de")]
    [InlineData("sv_SE", "sv")]
    [InlineData("fr", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void Language_falls_back_to_English(string? asked, string answered) =>
        Assert.Equal(answered, MemberReasons.LanguageFor(asked));

    [Theory]
    [InlineData(0)]
    [InlineData(23)]
    public void Number_without_a_reason_is_refused(int number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MemberReasons.Of((Reason)number, "en"));
}
