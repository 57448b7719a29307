using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tests.Snapshots;

namespace EdgeService.Core.Tests.Building;

/// <summary>Members whose keys a file cannot tell apart: a tagging that collides on purpose.</summary>
public sealed class CollisionTests : IDisposable
{
    private const ulong Shared = 1UL << 40;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    /// <summary>Keys differ, if at all, only in bits that a small file does not hold.</summary>
    private readonly Dictionary<string, MemberTag> _tags = new()
    {
        ["ann"] = new(new(Shared), 1),
        ["ben"] = new(new(Shared + 1), 2),
        ["cat"] = new(new(Shared), 3),
        ["dan"] = new(new(77UL << 50), 4),
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Later_member_gets_a_key_of_its_own_and_both_are_found()
    {
        var view = Build(["ann", "ben", "dan"], Replacements.None, out var report);

        Assert.Equal((3L, 1), (report.Members, report.Replacements));
        Assert.Equal(SnapshotFormat.ReplacementsFeature, view.Metadata.RequiredFeatures);
        Assert.Equal(_tags["ann"].Key, view.KeyOf(_tags["ann"]));
        Assert.Equal(_tags["dan"].Key, view.KeyOf(_tags["dan"]));
        Assert.NotEqual(_tags["ben"].Key, view.KeyOf(_tags["ben"]));
        Assert.Equal([600, 650, 700], ScoresOf(view, "ann", "ben", "dan"));
    }

    [Fact]
    public void Order_of_the_lines_decides_not_that_of_the_keys()
    {
        var view = Build(["ben", "dan", "ann"], Replacements.None, out _);

        Assert.Equal(_tags["ben"].Key, view.KeyOf(_tags["ben"]));
        Assert.NotEqual(_tags["ann"].Key, view.KeyOf(_tags["ann"]));
    }

    [Fact]
    public void Three_of_one_key_are_three_members()
    {
        var view = Build(["ann", "cat", "ben"], Replacements.None, out var report);

        Assert.Equal(2, report.Replacements);
        Assert.Equal([600, 650, 700], ScoresOf(view, "ann", "cat", "ben"));
        Assert.Equal(3, new[] { "ann", "cat", "ben" }.Select(id => view.KeyOf(_tags[id])).Distinct().Count());
    }

    [Fact]
    public void Replacement_once_given_stays_whoever_comes_first_in_a_later_file()
    {
        var first = Build(["ann", "ben"], Replacements.None, out _);
        var given = first.KeyOf(_tags["ben"]);

        // The other order would give ann the replacement; alone, ben would need none.
        var second = Build(["ben", "dan", "ann"], Replacements.Of(first), out _);
        var third = Build(["ben", "dan"], Replacements.Of(second), out _);

        Assert.Equal(given, second.KeyOf(_tags["ben"]));
        Assert.Equal(_tags["ann"].Key, second.KeyOf(_tags["ann"]));
        Assert.Equal(given, third.KeyOf(_tags["ben"]));
        Assert.Equal([600, 650, 700], ScoresOf(second, "ben", "dan", "ann"));
    }

    [Fact]
    public void Newcomer_whose_own_key_is_a_replacement_yields()
    {
        var first = Build(["ann", "ben"], Replacements.None, out _);
        var given = first.KeyOf(_tags["ben"]);
        _tags["eve"] = new(given, 5);

        var second = Build(["eve", "ann", "ben"], Replacements.Of(first), out _);

        Assert.Equal(given, second.KeyOf(_tags["ben"]));
        Assert.NotEqual(given, second.KeyOf(_tags["eve"]));
        Assert.Equal([600, 650, 700], ScoresOf(second, "eve", "ann", "ben"));
    }

    [Fact]
    public void Duplicate_among_the_colliding_is_a_fault_of_its_line()
    {
        var outcome = Run(["ann", "ben", "ann"], Replacements.None);

        Assert.Null(outcome.Report);
        Assert.Equal(["enrolment.csv:4: the same member as on line 2", "scores.csv:4: the same member as on line 2"], outcome.Faults.Select(fault => fault.ToString()));
    }

    /// <summary>The first of <paramref name="ids"/> has 600, the next 650, and so on.</summary>
    private SnapshotView Build(string[] ids, Replacements previous, out BuildReport report)
    {
        var outcome = Run(ids, previous);
        Assert.Empty(outcome.Faults);
        report = outcome.Report!;
        return new PinnedSnapshot(File.ReadAllBytes(Path.Combine(_folder, "1.snap"))).Open();
    }

    private BuildOutcome Run(string[] ids, Replacements previous)
    {
        var scores = new StringBuilder(ScoresCsv.Columns + "\n");
        var enrolment = new StringBuilder(EnrolmentCsv.Columns + "\n");
        foreach (var (place, id) in ids.Index())
        {
            var dimension = ((250 + (50 * place)) + 5) / 6;
            scores.Append(string.Join(',', [id, .. Enumerable.Repeat(dimension.ToString(System.Globalization.CultureInfo.InvariantCulture), 5)])).Append('\n');
            enrolment.Append(id).Append(",basic,open,none,mobility@citybike,\n");
        }

        return SnapshotBuild.FromCsv(
            SampleMembers.Sources(scores.ToString(), enrolment.ToString()),
            Path.Combine(_folder, "1.snap"),
            SampleMembers.Heading,
            id => _tags[Encoding.UTF8.GetString(id)],
            null,
            new BuildOptions { Overwrite = true, Replacements = previous });
    }

    private int[] ScoresOf(SnapshotView view, params string[] ids) =>
        [.. ids.Select(id => view.TryFind(view.KeyOf(_tags[id]), out var standing) ? standing.Score.Floor : 0)];
}
