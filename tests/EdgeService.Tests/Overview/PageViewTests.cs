using EdgeService.Flow.Figures;
using EdgeService.Overview.Shown;

namespace EdgeService.Tests.Overview;

/// <summary>What the page says of figures.</summary>
public sealed class PageViewTests
{
    [Fact]
    public void Edge_that_is_well_says_so_and_asks_for_nobody()
    {
        var view = Of(SampleFigures.Well);
        Assert.Equal(("good", "All is well. Nothing waits for you.", "Edge 7"), (view.Mood, view.Headline, view.Name));
        Assert.Empty(view.Matters);
        Assert.Equal(["3 h 0 min", "12,474", "24,300", "0", "0", "in reach", "3"], view.Tiles.Select(tile => tile.Value));
        Assert.DoesNotContain(view.Tiles, tile => tile.Mood is "warn" or "bad");
    }

    [Theory]
    [InlineData("no-snapshot", "bad", "There is no snapshot", "edge snapshot push people.snap")]
    [InlineData("stale", "warn", "The data is 1 d 7 h old, stale", "edge snapshot push people.snap")]
    [InlineData("ledger-away", "bad", "The ledger is out of reach: the database server does not answer.", "edge ledger status")]
    [InlineData("ledger-away", "warn", "4 provisional grants wait here for the ledger, the oldest for 7 min.", "edge ledger status")]
    [InlineData("many-conflicts", "warn", "1,000 or more offline claims came second", "edge ledger conflicts")]
    [InlineData("many-conflicts", "warn", "3 claims of terminals' journals could not be settled", "edge ledger claims")]
    [InlineData("many-conflicts", "warn", "3 terminals are suspended", "edge terminal list --state suspended")]
    [InlineData("edges", "warn", "Edge 8 has not been heard for 7 min or longer", "")]
    [InlineData("sampled", "warn", "The snapshot is verified to 37 %", "")]
    public void Matter_is_named_with_what_to_run_next(string state, string mood, string text, string command)
    {
        var matter = Assert.Single(Of(state).Matters, each => each.Text.StartsWith(text, StringComparison.Ordinal));
        Assert.Equal((mood, command), (matter.Mood, matter.Command));
    }

    [Fact]
    public void Gravest_matter_comes_first_and_gives_the_page_its_mood()
    {
        var figures = SampleFigures.ManyConflicts with { Snapshot = null };
        var view = Of(figures);
        Assert.Equal(("bad", "bad", "4 matters need you."), (view.Mood, view.Matters[0].Mood, view.Headline));
        Assert.All(view.Matters.Skip(1), matter => Assert.Equal("warn", matter.Mood));
    }

    [Theory]
    [InlineData(0, 0, "good", "fresh")]
    [InlineData(2, 0, "warn", "stale for 2 of 5 perks")]
    [InlineData(5, 0, "warn", "stale")]
    [InlineData(1, 1, "bad", "too old for 1 of 5 perks")]
    [InlineData(0, 5, "bad", "too old")]
    public void Age_is_judged_by_what_it_means_to_the_perks(int stale, int beyond, string mood, string word)
    {
        var perks = SampleFigures.Well.Perks.Select((perk, index) => perk with
        {
            Age = index < stale ? PerkAge.Stale : index < stale + beyond ? PerkAge.Beyond : PerkAge.Fresh,
        });
        var tile = Of(SampleFigures.Well with { Perks = [.. perks] }).Tiles[0];
        Assert.Equal((mood, word + ", revision 42"), (tile.Mood, tile.Note));
    }

    [Fact]
    public void Shares_of_a_sample_are_called_so_and_never_look_like_counts()
    {
        var scores = Of("sampled").Scores;
        Assert.Equal("Shares of a sample of 262,144 of 520,000,000 members, as the snapshot was built.", scores.Caption);
        Assert.Equal(["15 %", "15 %", "24 %", "18 %", "28 %"], scores.Bands.Select(band => band.Value));
        Assert.Equal("15,150 (15 %)", Of(SampleFigures.Well).Scores.Bands[0].Value);
    }

    [Fact]
    public void Bars_are_as_long_as_their_numbers_beside_the_longest()
    {
        var view = Of(SampleFigures.Well);
        Assert.Equal(100, view.Scores.Bars.Max(bar => bar.Length));
        Assert.Equal(50, view.Scores.Bars[7].Length);
        var (first, second) = (view.Perks.Rows[0], view.Perks.Rows[1]);
        Assert.Equal(100, first.Bar.Permitted + first.Bar.Refused + first.Bar.Referred, 1);
        Assert.Equal((22.12, 3.53, 0.05), (second.Bar.Permitted, second.Bar.Refused, second.Bar.Referred));
        Assert.Equal((22.12, 25.65), (second.Bar.RefusedAt, second.Bar.ReferredAt));
        Assert.Equal((58.0, 0.0), (second.Out.InTime, second.Out.Overdue));
    }

    [Fact]
    public void While_the_ledger_is_away_its_last_figures_stay_with_their_time_and_are_no_good_news()
    {
        var view = Of("ledger-away");
        Assert.Contains("last counted 2026-11-21 12:00:00 UTC", view.Perks.Note, StringComparison.Ordinal);
        Assert.Contains("This was so at 2026-11-21 12:00:00 UTC", view.Conflicts.Summary, StringComparison.Ordinal);
        Assert.Contains("This was so at 2026-11-21 12:00:00 UTC", view.Terminals.Summary, StringComparison.Ordinal);
        Assert.Equal(["plain", "plain"], view.Tiles.Where(tile => tile.Label is "Overdue" or "Open conflicts").Select(tile => tile.Mood));
        Assert.Equal("24,300", view.Tiles.Single(tile => tile.Label == "Active grants").Value);
    }

    [Fact]
    public void What_was_never_read_is_unknown_and_not_zero()
    {
        var view = Of("never-read");
        Assert.Equal(["unknown", "unknown", "unknown", "unknown"], view.Tiles.Where(tile => tile.Label is "Active grants" or "Overdue" or "Open conflicts" or "Terminals").Select(tile => tile.Value));
        Assert.All(view.Perks.Rows, row => Assert.Equal("?", row.Active));
        Assert.Empty(view.Terminals.Rows);
    }

    [Fact]
    public void Of_thousands_of_conflicts_the_newest_are_shown_with_how_to_decide_them()
    {
        var conflicts = Of("many-conflicts").Conflicts;
        Assert.Equal(8, conflicts.Rows.Count);
        Assert.Equal("1,000 or more wait for a person. The newest 8:", conflicts.Summary);
        Assert.StartsWith("edge ledger resolve", conflicts.HowTo, StringComparison.Ordinal);
        Assert.Equal("the thing was out already", conflicts.Rows[0].Cause);
    }

    [Fact]
    public void Other_edges_are_shown_with_how_they_are_beside_this_one()
    {
        var edges = Of("edges").Edges;
        Assert.Equal([("Edge 8", "silent for 7 min", "warn"), ("Edge 9", "heard 9 s ago", "good")], edges.Rows.Select(row => (row.Name, row.Heard, row.HeardMood)));
        Assert.Equal([("snapshot 42, 3 h 0 min old, catalog 12", "plain"), ("snapshot 41, 3 h 0 min old, catalog 12: behind this edge", "warn")], edges.Rows.Select(row => (row.Data, row.DataMood)));
        Assert.StartsWith("This ledger is this edge's alone", Of("alone").Edges.Others, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_anywhere_has_words_of_its_own()
    {
        var view = Of("empty");
        Assert.Equal("The catalog has no perk: nothing is on offer.", view.Perks.Note);
        Assert.StartsWith("There are none", view.Terminals.Summary, StringComparison.Ordinal);
        Assert.StartsWith("None:", view.Conflicts.Summary, StringComparison.Ordinal);
        Assert.Equal("Nobody is enrolled in this snapshot.", view.Scores.Caption);
    }

    [Fact]
    public void Doors_and_lanes_that_are_nearly_full_are_a_matter()
    {
        var full = SampleFigures.Doors with { Calls = new(3300, 4096) };
        var view = PageView.Of(SampleFigures.Well with { Ledger = SampleFigures.Well.Ledger with { Waiting = [0, 2000] } }, full);
        Assert.Equal(2, view.Matters.Count);
        Assert.Contains("2,000 wait in one lane of 2,048", view.Matters[0].Text, StringComparison.Ordinal);
        Assert.Contains("3,300 of 4,096 calls", view.Matters[1].Text, StringComparison.Ordinal);
        Assert.Equal("warn", view.Edges.Fills[0].Mood);
    }

    [Fact]
    public void Shape_stays_while_only_figures_change_and_changes_with_what_there_is()
    {
        var well = Of(SampleFigures.Well);
        Assert.Equal(well.Shape, Of(SampleFigures.Well with { At = SampleFigures.Noon.AddHours(1), Snapshot = SampleFigures.Snapshot(TimeSpan.FromHours(9)) }).Shape);
        foreach (var state in new[] { "no-snapshot", "stale", "ledger-away", "never-read", "empty", "many-conflicts" })
            Assert.NotEqual(well.Shape, Of(state).Shape);
    }

    private static PageView Of(string state) => Of(SampleFigures.States.Single(each => each.Name == state).Figures);

    private static PageView Of(EdgeFigures figures) => PageView.Of(figures, SampleFigures.Doors);
}
