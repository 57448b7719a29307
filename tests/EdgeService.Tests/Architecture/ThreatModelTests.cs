using System.Text.RegularExpressions;
using EdgeService.TestNeeds;

namespace EdgeService.Tests.Architecture;

/// <summary>The threat model names tests, and they exist.</summary>
public sealed partial class ThreatModelTests
{
    private static readonly string Repository = FactNeedsAttribute.Repository;

    private static readonly string[][] Threats =
    [
        .. File.ReadLines(Path.Combine(Repository, "src", "EdgeService", "Identity", "README.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Trim('|', ' ').Split(" | ")),
    ];

    [Fact]
    public void Every_threat_has_what_stops_it_and_tests_that_exist()
    {
        var classes = Directory.EnumerateFiles(Path.Combine(Repository, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)!).ToHashSet();
        Assert.True(Threats.Length >= 30, $"only {Threats.Length} threats were found");
        Assert.All(Threats, threat =>
        {
            Assert.Equal(3, threat.Length);
            var named = InCode().Matches(threat[2]).Select(match => match.Groups[1].Value).ToArray();
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.Contains(name, classes));
        });
    }

    [Fact]
    public void Every_place_named_in_the_code_is_there() => Assert.All(Threats.SelectMany(threat => InCode().Matches(threat[1])), match =>
    {
        var isAside = match.Groups[1].Value.StartsWith("Core/", StringComparison.Ordinal) || match.Groups[1].Value.StartsWith("Building/", StringComparison.Ordinal);
        var place = (isAside ? "EdgeService." : "EdgeService/") + match.Groups[1].Value;
        var path = Path.Combine(Repository, "src", place);
        Assert.True(Directory.Exists(path) || File.Exists(path + ".cs"), place);
    });

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InCode();
}
