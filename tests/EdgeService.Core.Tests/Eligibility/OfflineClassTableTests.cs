using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Tests.Catalogs;

namespace EdgeService.Core.Tests.Eligibility;

public sealed class OfflineClassTableTests
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
    };

    private static readonly Table Truth = JsonSerializer.Deserialize<Table>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Eligibility", "Cases", "offline-classes.json")), Format)!;

    public static IEnumerable<object[]> Rows => Truth.Rows.Select(row => new object[] { row.Class, row.Condition });

    [Fact]
    public void Table_has_every_cell_once() => Assert.Equal(
        Enum.GetValues<OfflineClass>().SelectMany(one => Enum.GetValues<EdgeCondition>().Select(condition => (one, condition))),
        Truth.Rows.Select(row => (row.Class, row.Condition)));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Action_is_that_of_the_row(OfflineClass offlineClass, EdgeCondition condition) =>
        Assert.Equal(RowOf(offlineClass, condition).Action, OfflineClassTable.Look(offlineClass, condition));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Decision_is_that_of_the_row(OfflineClass offlineClass, EdgeCondition condition)
    {
        var row = RowOf(offlineClass, condition);
        if (condition != EdgeCondition.TerminalCutOff)
        {
            Assert.Equal(row.Eligible, Decide(offlineClass, condition, score: 650));
            Assert.Equal(row.Refused, Decide(offlineClass, condition, score: 600));
        }
    }

    [Theory]
    [InlineData(0, EdgeCondition.Fresh)]
    [InlineData(24, EdgeCondition.Fresh)]
    [InlineData(24.001, EdgeCondition.Stale)]
    [InlineData(168, EdgeCondition.Stale)]
    [InlineData(168.001, EdgeCondition.Beyond)]
    public void Age_falls_in_its_column(double hours, EdgeCondition condition) =>
        Assert.Equal(condition, OfflineClassTable.ConditionAt(Freshness.Default, TimeSpan.FromHours(hours)));

    private static Row RowOf(OfflineClass offlineClass, EdgeCondition condition) =>
        Truth.Rows.Single(row => row.Class == offlineClass && row.Condition == condition);

    private static string Decide(OfflineClass offlineClass, EdgeCondition condition, int score)
    {
        var dock = ShippedCatalog.Catalog.FindTerminal("citybike", "central-park", "dock-1")!;
        var decision = Decider.Decide(new Inquiry
        {
            Perk = ShippedCatalog.Catalog.FindPerk("bike.deposit-free")! with { OfflineClass = offlineClass },
            Venue = dock.Venue,
            Standing = Members.At(score, dock.Venue.Partner),
            Ledger = condition == EdgeCondition.LedgerOutOfReach ? LedgerView.OutOfReach : LedgerView.Of(Usage.None),
            Age = condition switch { EdgeCondition.Stale => TimeSpan.FromHours(25), EdgeCondition.Beyond => TimeSpan.FromDays(8), _ => TimeSpan.FromHours(24) },
            Now = Members.Now,
        });
        return string.Join(' ', new[] { Word(decision.Outcome), Word(decision.Code), decision.Stale ? "stale" : "", decision.Provisional ? "provisional" : "" }
            .Where(word => word is not ("" or "NONE")));
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    private sealed record Table(string Comment, IReadOnlyList<Row> Rows);

    private sealed record Row(OfflineClass Class, EdgeCondition Condition, OfflineAction Action, string? Eligible, string? Refused);
}
