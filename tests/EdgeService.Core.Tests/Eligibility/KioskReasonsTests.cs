using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeService.Core.Eligibility;
using EdgeService.TestNeeds;

namespace EdgeService.Core.Tests.Eligibility;

/// <summary>
/// The kiosk page tells why in the service's own sentences: a file of the page holds those that a terminal may show, by the coarse code it learns.
/// With EDGE_WRITE_WORDS=1 it is written anew. Codes that stand for several causes have no sentence here, for it would tell them apart.
/// </summary>
public sealed class KioskReasonsTests
{
    private static readonly string Page = Path.Combine(FactNeedsAttribute.Repository, "clients", "kiosk", "src", "words", "reasons.json");

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Codes that one cause alone leads to, as the terminal knows them.</summary>
    private static readonly (string Code, Reason Reason)[] Told =
    [
        ("ATTRIBUTE", Reason.Attribute),
        ("LIMIT_HERE", Reason.ActiveHere),
        ("CLOSED", Reason.OutsideHours),
        ("STALE", Reason.StaleBasis),
    ];

    [Fact]
    public void Page_has_the_services_own_sentences()
    {
        if (Environment.GetEnvironmentVariable("EDGE_WRITE_WORDS") == "1")
            File.WriteAllText(Page, Sentences());
        Assert.Equal(Sentences(), File.ReadAllText(Page));
    }

    private static string Sentences() => JsonSerializer.Serialize(MemberReasons.Languages.ToDictionary(language => language, SentencesIn), Readable) + "\n";

    private static Dictionary<string, Dictionary<string, string>> SentencesIn(string language) => Told.ToDictionary(told => told.Code, told =>
    {
        var text = MemberReasons.Of(told.Reason, language);
        return new Dictionary<string, string> { ["explanation"] = text.Explanation, ["nextStep"] = text.NextStep };
    });
}
