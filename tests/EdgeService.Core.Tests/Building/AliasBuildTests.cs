using System.Security.Cryptography;
using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tests.Snapshots;

namespace EdgeService.Core.Tests.Building;

/// <summary>Cards and documents on their way from the CSV file into the snapshot. A member id is its key in hexadecimal.</summary>
public sealed class AliasBuildTests : IDisposable
{
    private static readonly MemberSecret Secret = MemberSecret.Of(Enumerable.Range(0, MemberSecret.Size).Select(i => (byte)i).ToArray());

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string Out => Path.Combine(_folder, "people.snap");

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0, 2_000_000)]
    [InlineData(1, 2_000_000)]
    [InlineData(20_000, 2_000_000)]
    [InlineData(20_000, 100)]
    public void Every_alias_leads_to_its_member_and_no_other_number_to_anybody(int members, long rowsInMemory)
    {
        var sample = SampleMembers.Draw(members, seed: 11);
        var lines = sample.Model.Keys.SelectMany((key, i) => new[] { Document(key, i), Card(key, "citylib", i), Card(key, "citybike", i + 1) }).ToList();
        var outcome = Build(sample, lines, new BuildOptions { RowsInMemory = rowsInMemory });
        var view = Open();

        Assert.Equal((lines.Count, 0, lines.Count), (outcome.Report!.Aliases, outcome.Report.AliasesLeftOut, view.AliasCount));
        foreach (var (key, i) in sample.Model.Keys.Select((key, i) => (key, i)))
        {
            Assert.Equal(key, Find(view, MemberRefKind.IdentityDocument, "", $"E-{i}"));
            Assert.Equal(key, Find(view, MemberRefKind.PartnerCard, "citylib", $"c {i}"));
            Assert.Equal(key, Find(view, MemberRefKind.PartnerCard, "citybike", $"C{i + 1}"));
            Assert.Null(Find(view, MemberRefKind.PartnerCard, "railway", $"C{i}"));
            Assert.Null(Find(view, MemberRefKind.IdentityDocument, "", $"C{i}"));
        }

        Assert.Null(Find(view, MemberRefKind.IdentityDocument, "", $"E-{members}"));
    }

    [Fact]
    public void Every_bad_line_is_named_and_nothing_is_written()
    {
        var sample = SampleMembers.Draw(2, seed: 12);
        var key = sample.Model.Keys.First().ToHex();
        var outcome = Build(sample,
        [
            $"{key},partner_card,citylib,C1", "# a remark", $"{key},card,citylib,C2", $"{key},partner_card,,C3", $"{key},partner_card,City,C4",
            $"{key},identity_document,citylib,E5", $"{key},identity_document,,-", $",identity_document,,E7", $"{key},identity_document,", $"{key},card,,?",
        ]);

        Assert.Null(outcome.Report);
        Assert.False(File.Exists(Out));
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11], outcome.Faults.Select(fault => (int)fault.Line));
        Assert.All(outcome.Faults, fault => Assert.Equal("aliases.csv", fault.Source));
        Assert.Equal("kind must be partner_card or identity_document; value must have 1 to 64 letters and digits, separators aside",
            outcome.Faults[^1].Problem);
    }

    [Fact]
    public void Card_that_leads_to_two_members_is_refused_with_both_lines()
    {
        var sample = SampleMembers.Draw(3, seed: 13);
        var keys = sample.Model.Keys.ToArray();
        var outcome = Build(sample, [Card(keys[0], "citylib", 7), Document(keys[0], 7), Card(keys[1], "citylib", 7), Card(keys[2], "citybike", 7), Document(keys[2], 7)]);

        Assert.Null(outcome.Report);
        Assert.False(File.Exists(Out));
        Assert.Equal(
            ["aliases.csv:4: the same card or document as on line 2, of another member", "aliases.csv:6: the same card or document as on line 3, of another member"],
            outcome.Faults.Select(fault => fault.ToString()));
    }

    [Fact]
    public void Line_that_is_there_twice_for_one_member_is_one_alias()
    {
        var sample = SampleMembers.Draw(2, seed: 14);
        var key = sample.Model.Keys.First();
        var outcome = Build(sample, [Card(key, "citylib", 1), Card(key, "citylib", 1).Replace("C1", "c-1", StringComparison.Ordinal)]);

        Assert.Equal(1, outcome.Report!.Aliases);
        Assert.Equal(key, Find(Open(), MemberRefKind.PartnerCard, "citylib", "C1"));
    }

    [Fact]
    public void Cards_of_who_is_not_enrolled_are_left_out_even_when_the_key_is_a_members()
    {
        var sample = SampleMembers.Draw(5, seed: 15);
        var key = sample.Model.Keys.First();
        var outcome = Build(sample, [Card(key, "citylib", 1), Card(new(42), "citylib", 2), $"{key.ToHex()}!,partner_card,citylib,C3"]);

        Assert.Equal((1, 2), (outcome.Report!.Aliases, outcome.Report.AliasesLeftOut));
        Assert.Null(Find(Open(), MemberRefKind.PartnerCard, "citylib", "C2"));
        Assert.Null(Find(Open(), MemberRefKind.PartnerCard, "citylib", "C3"));
    }

    [Fact]
    public void Alias_leads_to_the_replacement_key_of_who_collided()
    {
        var sample = new SampleMembers();
        var (first, later) = (new MemberKey(1UL << 40), new MemberKey((1UL << 40) + 1));
        sample.Add(first, default(Standing) with { Consents = ConsentSet.None, Bans = [], DatedConsents = [] });
        sample.Add(later, default(Standing) with { Tier = Tier.Gold, Consents = ConsentSet.None, Bans = [], DatedConsents = [] });
        Build(sample, [Card(first, "citylib", 1), Card(later, "citylib", 2)]);
        var view = Open();

        var replacement = view.KeyOf(new MemberTag(later, 0));
        Assert.NotEqual(later, replacement);
        Assert.Equal(replacement, Find(view, MemberRefKind.PartnerCard, "citylib", "C2"));
        Assert.True(view.TryFind(replacement, out var standing));
        Assert.Equal(Tier.Gold, standing.Tier);
        Assert.Equal(first, Find(view, MemberRefKind.PartnerCard, "citylib", "C1"));
    }

    [Fact]
    public void Aliases_of_the_snapshot_before_are_carried_on_but_of_who_has_left()
    {
        var sample = SampleMembers.Draw(50, seed: 16);
        var keys = sample.Model.Keys.ToArray();
        Build(sample, [.. keys.Select((key, i) => Card(key, "citylib", i))]);
        var before = Open();
        var next = new SampleMembers();
        foreach (var key in keys[10..])
            next.Add(key, sample.Model[key]);

        var options = new BuildOptions { Overwrite = true, Replacements = Replacements.Of(before), Aliases = AliasSource.Carried(before) };
        var outcome = SnapshotBuild.FromCsv(SampleMembers.Sources(next.Scores, next.Enrolment), Out, SampleMembers.Heading, Tagging, null, options);

        Assert.Equal((40, 10), (outcome.Report!.Aliases, outcome.Report.AliasesLeftOut));
        Assert.All(keys.Index(), each => Assert.Equal(
            each.Index < 10 ? null : each.Item, Find(Open(), MemberRefKind.PartnerCard, "citylib", $"C{each.Index}")));
    }

    [Fact]
    public void Carried_alias_of_a_key_that_is_another_members_now_is_left_out()
    {
        var (ann, ben) = (new MemberKey(1UL << 40), new MemberKey((1UL << 40) + 1));
        var nothing = default(Standing) with { Consents = ConsentSet.None, Bans = [], DatedConsents = [] };
        var first = new SampleMembers();
        first.Add(ben, nothing);
        Build(first, [Card(ben, "citylib", 1)]);
        var before = Open();
        var second = new SampleMembers();
        second.Add(ann, nothing);
        second.Add(ben, nothing);

        var options = new BuildOptions { Overwrite = true, Replacements = Replacements.Of(before), Aliases = AliasSource.Carried(before) };
        SnapshotBuild.FromCsv(SampleMembers.Sources(second.Scores, second.Enrolment), Out, SampleMembers.Heading, Tagging, null, options);

        Assert.NotEqual(ben, Open().KeyOf(new MemberTag(ben, 0)));
        Assert.Null(Find(Open(), MemberRefKind.PartnerCard, "citylib", "C1"));
    }

    [Fact]
    public void Damaged_alias_is_never_answered_from()
    {
        var sample = SampleMembers.Draw(20_000, seed: 17);
        Build(sample, [.. sample.Model.Keys.Select(Document)]);
        var snapshot = new PinnedSnapshot(File.ReadAllBytes(Out));
        var aliases = snapshot.Open().Metadata[SectionKind.Aliases];
        snapshot.Bytes[(int)(aliases.Offset + (aliases.Length / 2))] ^= 1;
        Assert.Null(snapshot.TryServe(new SnapshotTrust([_key.ExportSubjectPublicKeyInfo()]), out var view));

        var verified = view!.Chunks.Verified;
        Assert.Throws<SnapshotDamagedException>(() => Enumerable.Range(0, 20_000).Count(i => Find(view, MemberRefKind.IdentityDocument, "", $"E-{i}") is null));
        Assert.True(view.Chunks.Verified >= verified);
    }

    private static string Card(MemberKey key, string partner, int number) => $"{key.ToHex()},partner_card,{partner},C{number}";

    private static string Document(MemberKey key, int number) => $"{key.ToHex()},identity_document,,E-{number}";

    /// <summary>One whose id ends in ! has the key of the other, and is somebody else.</summary>
    private static MemberTag Tagging(ReadOnlySpan<byte> id) =>
        id[^1] == '!' ? SampleMembers.Tagging(id[..^1]) with { Check = 1 } : SampleMembers.Tagging(id);

    private static MemberKey? Find(SnapshotView view, MemberRefKind kind, string partner, string number)
    {
        Assert.True(AliasTags.TryOf(kind, partner, number, Secret, out var tag));
        return view.TryFindAlias(tag, out var member) ? member : null;
    }

    private BuildOutcome Build(SampleMembers sample, IReadOnlyList<string> lines, BuildOptions? options = null)
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\n', [AliasesCsv.Columns, .. lines]));
        var aliases = AliasSource.OfCsv(() => new MemoryStream(text), "aliases.csv", Tagging, MemberHashing.AliasesUnder(Secret));
        return SnapshotBuild.FromCsv(
            SampleMembers.Sources(sample.Scores, sample.Enrolment), Out, SampleMembers.Heading, Tagging, new SnapshotSigner(_key),
            (options ?? new()) with { Overwrite = true, Aliases = aliases });
    }

    private SnapshotView Open() => new PinnedSnapshot(File.ReadAllBytes(Out)).Open();
}
