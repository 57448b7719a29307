using EdgeService.Core.Grants;
using EdgeService.Flow;
using EdgeService.Operators;
using EdgeService.Terminals;
using Perks.Admin.V1;
using static EdgeService.Tests.Ledger.LedgerSample;
using LedgerEntry = EdgeService.Core.Grants.LedgerEntry;

namespace EdgeService.Tests.Operators;

/// <summary>Answers that hold many things stay within what a client takes, and nothing is left off for it.</summary>
public sealed class AnswerSizeTests
{
    [Theory]
    [InlineData(200, 100, 200)]
    [InlineData(200, 2_000, 131)]
    [InlineData(200, 300_000, 1)]
    [InlineData(1, 300_000, 1)]
    public async Task Page_holds_what_fits_and_at_least_one(int most, int bytesEach, int held)
    {
        var page = await AnswerSize.FitAsync(most, most => Task.FromResult(Page(most, bytesEach)));

        Assert.Equal(held, page.Grants.Count);
    }

    [Fact]
    public async Task Page_of_uneven_things_is_read_again_until_it_fits()
    {
        var asked = new List<int>();
        var page = await AnswerSize.FitAsync(200, most =>
        {
            asked.Add(most);
            var page = Page(most, 100);
            page.Grants.Add(Enumerable.Repeat(Grant(100_000), most > 1 ? 3 : 2));
            return Task.FromResult(page);
        });

        Assert.Equal(3, page.Grants.Count);
        Assert.Equal(asked.OrderDescending().Distinct(), asked);
    }

    [Fact]
    public void Export_is_cut_into_messages_that_each_say_where_to_go_on()
    {
        var entries = Enumerable.Range(1, 3000).Select(place => Sight(place)).ToList();

        var parts = LedgerWriting.Parts(entries, "end").ToList();

        Assert.InRange(parts.Count, 2, 100);
        Assert.All(parts, part => Assert.InRange(part.CalculateSize(), 1, AnswerSize.Full + (64 << 10)));
        Assert.Equal(entries.Select(entry => entry.Cursor), parts.SelectMany(part => part.Entries).Select(entry => entry.Cursor));
        Assert.All(parts.SkipLast(1), part => Assert.Equal(part.Entries[^1].Cursor, part.Cursor));
        Assert.Equal("end", parts[^1].Cursor);
    }

    [Fact]
    public void Export_that_has_nothing_says_where_to_go_on() =>
        Assert.Equal(("end", 0), LedgerWriting.Parts([], "end").Select(part => (part.Cursor, part.Entries.Count)).Single());

    private static ListGrantsResponse Page(int most, int bytesEach) => new() { Grants = { Enumerable.Repeat(Grant(bytesEach), most) } };

    private static LedgerGrant Grant(int bytes) => new() { PartnerId = new string('x', bytes - 10) };

    private static EntrySight Sight(int place)
    {
        var transition = new Transition(GrantState.Active, Noon, Dock, new string('x', 200));
        return new EntrySight(new LedgerEntry(EntryKind.TokenRevoked, place, Noon, transition, null, null), null, $"cursor-{place}");
    }
}
