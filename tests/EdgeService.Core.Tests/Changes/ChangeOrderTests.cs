using EdgeService.Core.Changes;

namespace EdgeService.Core.Tests.Changes;

public sealed class ChangeOrderTests
{
    [Theory]
    [InlineData(5, 6, ChangePlace.Next, 6)]
    [InlineData(5, 7, ChangePlace.Gap, 6)]
    [InlineData(5, 5, ChangePlace.Repeated, 5)]
    [InlineData(5, 4, ChangePlace.Conflict, 4)]
    [InlineData(5, 1, ChangePlace.Repeated, 1)]
    [InlineData(0, 1, ChangePlace.Next, 1)]
    public void First_is_compared_with_what_was_applied(long through, long revision, ChangePlace place, long expected) => Assert.Equal(
        [new PlacedChange(place, expected)],
        // 4 said something else; 1 is not known any more.
        ChangeOrder.Place(through, known => known == 1 ? null : known == 4 ? 0UL : 77UL, [(revision, 77)]));

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var places = ChangeOrder.Place(10, _ => 1, [(9, 2), (10, 1), (11, 1), (13, 1), (13, 1), (14, 1)]);
        Assert.Equal(
            [ChangePlace.Conflict, ChangePlace.Repeated, ChangePlace.Next, ChangePlace.OutOfOrder, ChangePlace.OutOfOrder, ChangePlace.Next],
            places.Select(place => place.Place));
        Assert.Equal([9, 10, 11, 12, 14, 14], places.Select(place => place.Expected));
    }

    [Fact]
    public void Accepted_changes_grow_the_history_by_one_each_and_never_change_it()
    {
        for (var seed = 1; seed <= 2_000; seed++)
        {
            var random = new Random(seed);
            List<ulong> history = [];
            for (var request = 0; request < 20; request++)
            {
                var first = Math.Max(1, history.Count + 1 + random.Next(-4, 2));
                (long Revision, ulong Digest)[] offered = [.. Enumerable.Range(0, random.Next(1, 5)).Select(i =>
                    ((long)first + i + (random.Next(12) == 0 ? 1 : 0), random.Next(12) == 0 ? 9UL : (ulong)(first + i)))];
                var places = ChangeOrder.Place(history.Count, revision => history[(int)revision - 1], offered);
                var acceptable = IsAcceptable(history, offered);
                Assert.True(acceptable == places.All(place => place.Place is ChangePlace.Next or ChangePlace.Repeated), $"seed {seed}");
                if (acceptable)
                    history.AddRange(offered.Where(change => change.Revision > history.Count).Select(change => change.Digest).ToArray());
            }
        }
    }

    [Fact]
    public void Coverage_tells_whether_every_acknowledged_change_is_known()
    {
        for (var seed = 1; seed <= 5_000; seed++)
        {
            var random = new Random(seed);
            var dropped = random.Next(4);
            var coverage = new ChangeCoverage(dropped, []);
            SortedSet<long> held = [];
            for (var revision = dropped + 1L; revision < 15; revision++)
            {
                if (random.Next(5) == 0)
                    continue;
                coverage = coverage.With(revision);
                held.Add(revision);
            }

            for (var through = 0L; through < 18; through++)
            {
                var acknowledged = Math.Max(dropped, held.LastOrDefault());
                var missing = Enumerable.Range(1, 20).Select(revision => (long)revision)
                    .Where(revision => revision <= acknowledged && revision > through && !held.Contains(revision)).ToArray();
                var found = coverage.MissingFrom(through);
                Assert.True(found is null == (missing.Length == 0), $"seed {seed}, through {through}");
                if (found is { } run)
                    Assert.Equal(missing[0], run.First);
            }

            Assert.Equal(Math.Max(dropped, held.LastOrDefault()), coverage.Through);
        }
    }

    private static bool IsAcceptable(List<ulong> history, (long Revision, ulong Digest)[] offered)
    {
        var next = (long)history.Count + 1;
        for (var i = 0; i < offered.Length; i++)
        {
            var (revision, digest) = offered[i];
            if (i > 0 && revision != offered[i - 1].Revision + 1)
                return false;
            if (revision > next || (revision <= history.Count && history[(int)revision - 1] != digest))
                return false;
            next = Math.Max(next, revision + 1);
        }

        return true;
    }
}
