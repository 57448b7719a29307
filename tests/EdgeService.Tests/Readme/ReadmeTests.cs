using System.Text.RegularExpressions;
using EdgeService.TestNeeds;

namespace EdgeService.Tests.Readme;

/// <summary>What README.md says of files and settings is true. With EDGE_WRITE_README=1 the table of settings is written anew.</summary>
public sealed partial class ReadmeTests
{
    private const string Begin = "<!-- settings: written by ReadmeTests -->\n";
    private const string End = "\n<!-- end of settings -->";
    private static readonly string File = Path.Combine(FactNeedsAttribute.Repository, "README.md");

    [Fact]
    public void Settings_shown_are_those_of_the_options()
    {
        var text = System.IO.File.ReadAllText(File);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("EDGE_WRITE_README") == "1")
        {
            text = text[..begin] + OptionsTable.Markdown() + text[end..];
            System.IO.File.WriteAllText(File, text);
            end = text.IndexOf(End, StringComparison.Ordinal);
        }

        Assert.Equal(OptionsTable.Markdown(), text[begin..end]);
    }

    [Fact]
    public void Files_named_are_there()
    {
        var named = PathInCode().Matches(System.IO.File.ReadAllText(File)).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(FactNeedsAttribute.Repository, path)), path));
    }

    /// <summary>A path in backticks below one of the folders that hold sources; what npm brings is there only after an install.</summary>
    [GeneratedRegex("`((?:src|protos|tests|clients|\\.ci(?!/node_modules))/[^`*<> ]+)`")]
    private static partial Regex PathInCode();
}
