namespace EdgeService.Core.Eligibility.Texts;

/// <summary>All texts of one language.</summary>
/// <param name="NextScoreStep">Sentence with <c>{0}</c> for the score.</param>
/// <param name="HowToContest">Sentences on contesting.</param>
/// <param name="Reasons">One text a reason, in the order of their numbers from 1.</param>
internal sealed record ReasonTexts(string NextScoreStep, string HowToContest, ReasonText[] Reasons);
