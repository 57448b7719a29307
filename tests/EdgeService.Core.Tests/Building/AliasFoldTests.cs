using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Journals;
using EdgeService.Building.Snapshots;
using EdgeService.Building.Snapshots.Counting;
using EdgeService.Building.Snapshots.Folding;
using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tests.Changes;
using EdgeService.Core.Tests.Snapshots;

namespace EdgeService.Core.Tests.Building;

/// <summary>What folds make of cards and documents, against a dictionary to which the same changes are applied one after the other.</summary>
public sealed class AliasFoldTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 200, 1)]
    [InlineData(12, 0, 2)]
    [InlineData(12, 2_000, 3)]
    [InlineData(60, 2_000, 4)]
    [InlineData(60, 40, 5)]
    public void Fold_leads_where_the_changes_led(int members, int changes, int seed)
    {
        var sample = SampleMembers.Draw(members, seed);
        var random = new RandomChanges(seed);
        var keys = sample.Model.Keys.Concat(SampleMembers.Draw(5, seed + 100).Model.Keys).ToArray();
        Dictionary<AliasTag, MemberKey?> leads = [];
        foreach (var key in sample.Model.Keys.Take(20))
            leads[random.NextAlias()] = key;
        var before = Open(sample, leads);
        var enrolled = sample.Model.Keys.ToHashSet();
        List<ChangeRecord> log = [];
        for (var revision = 1; revision <= changes; revision++)
        {
            var (key, act) = (keys[random.Next(keys.Length)], random.NextAct());
            log.Add(new ChangeMade(new(revision, new MemberTag(key, 0), SampleMembers.Heading.AsOf.AddSeconds(revision), act)));
            Apply(act, key, leads, enrolled);
        }

        var report = Fold(before, log);

        var after = new PinnedSnapshot(File.ReadAllBytes(Path.Combine(_folder, "next.snap"))).Open();
        var expected = leads.Where(each => each.Value is { } member && enrolled.Contains(member)).ToDictionary(each => each.Key, each => each.Value!.Value);
        Assert.Equal((expected.Count, expected.Count), (report.Aliases, after.AliasCount));
        Assert.All(expected, each => Assert.Equal((true, each.Value), (after.TryFindAlias(each.Key, out var found), found)));
        var difference = SnapshotComparing.Compare(before, after).Aliases;
        Assert.Equal(after.AliasCount - before.AliasCount, difference.Given - difference.Withdrawn);
        Assert.Equal(default, SnapshotComparing.Compare(after, after).Aliases);
    }

    private static void Apply(ChangeAct act, MemberKey member, Dictionary<AliasTag, MemberKey?> leads, HashSet<MemberKey> enrolled)
    {
        switch (act)
        {
            case Enrol: enrolled.Add(member); break;
            case Leave: enrolled.Remove(member); break;
            case GiveAlias given when enrolled.Contains(member):
                var isFree = leads.GetValueOrDefault(given.Alias) is not { } holder || holder == member || !enrolled.Contains(holder);
                leads[given.Alias] = isFree ? member : leads[given.Alias];
                break;
            case WithdrawAlias withdrawn when leads.GetValueOrDefault(withdrawn.Alias) == member:
                leads[withdrawn.Alias] = null;
                break;
        }
    }

    private SnapshotView Open(SampleMembers sample, IReadOnlyDictionary<AliasTag, MemberKey?> leads)
    {
        // The number of an alias is its tag here.
        static bool Tagging(MemberRefKind kind, ReadOnlySpan<byte> partnerId, ReadOnlySpan<byte> number, out AliasTag tag)
        {
            tag = new(ulong.Parse(number, System.Globalization.CultureInfo.InvariantCulture), 7);
            return true;
        }

        var text = Encoding.UTF8.GetBytes(string.Join('\n', [AliasesCsv.Columns, .. leads.Select(each => $"{each.Value!.Value.ToHex()},identity_document,,{each.Key.High}")]));
        var path = Path.Combine(_folder, "before.snap");
        var options = new BuildOptions { Aliases = AliasSource.OfCsv(() => new MemoryStream(text), "aliases.csv", SampleMembers.Tagging, Tagging) };
        var outcome = SnapshotBuild.FromCsv(SampleMembers.Sources(sample.Scores, sample.Enrolment), path, SampleMembers.Heading, SampleMembers.Tagging, null, options);
        Assert.Empty(outcome.Faults);
        return new PinnedSnapshot(File.ReadAllBytes(path)).Open();
    }

    private FoldReport Fold(SnapshotView before, IEnumerable<ChangeRecord> log)
    {
        var path = Path.Combine(_folder, "changes.log");
        var frame = JournalFrame.Write(1, [.. log.Select(record => (ReadOnlyMemory<byte>)ChangeEncoding.Write(record))]);
        File.WriteAllBytes(path, [.. JournalHeader.Write(), .. frame]);
        return SnapshotFold.Run(
            before, LoggedChanges.Read(path, before), Path.Combine(_folder, "next.snap"), SampleMembers.Heading with { Revision = 8 }, null, new BuildOptions());
    }
}
