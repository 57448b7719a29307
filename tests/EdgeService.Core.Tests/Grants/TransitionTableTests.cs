using EdgeService.Core.Perks;
using EdgeService.TestNeeds;

namespace EdgeService.Core.Tests.Grants;

/// <summary>The tables in the README of grants are what the rules do. With EDGE_WRITE_README=1 they are written anew.</summary>
public sealed class TransitionTableTests
{
    private static readonly string Readme = Path.Combine(FactNeedsAttribute.Repository, "src", "EdgeService.Core", "Grants", "README.md");

    public static TheoryData<string> Tables => ["rental", "visit", "trial", "credit line", "money"];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Table_says_what_the_rules_do(string name)
    {
        var table = TableOf(name);
        var (begin, end) = ($"<!-- {name}: written by TransitionTableTests -->\n", $"<!-- end of {name} -->");
        var text = File.ReadAllText(Readme);
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        if (Environment.GetEnvironmentVariable("EDGE_WRITE_README") == "1")
        {
            text = text[..from] + table + text[text.IndexOf(end, StringComparison.Ordinal)..];
            File.WriteAllText(Readme, text);
        }

        Assert.Equal(table, text[from..text.IndexOf(end, StringComparison.Ordinal)]);
    }

    private static string TableOf(string name) => name switch
    {
        "rental" => TransitionTable.Custody(PerkKind.Rental),
        "visit" => TransitionTable.Custody(PerkKind.Visit),
        "trial" => TransitionTable.Custody(PerkKind.Trial),
        "credit line" => TransitionTable.Custody(PerkKind.CreditLine),
        _ => TransitionTable.Money(),
    };
}
