using EdgeService.Core.Tokens;
using EdgeService.Signing;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EdgeService.Tests.Signing;

public sealed class KeyRingTests : IDisposable
{
    private readonly KeyFolder _folder = new();
    private readonly KeyFolder _other = new();
    private readonly SetClock _clock = new(KeyFolder.Now);

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Schedule_rotates_on_disk_with_one_file_per_key_and_removes_what_is_over()
    {
        var (ring, list) = Ring(_folder, 1, rotateDays: 10);
        var seen = new HashSet<KeyId>();
        for (var hour = 0; hour < 24 * 150; hour++, _clock.Now += TimeSpan.FromHours(1))
        {
            ring.Look();
            Assert.True(ring.Own.SignAt(_clock.Now), $"nothing signs after {hour} hours");
            Assert.All(ring.Own.Keys.Where(key => key.Terms.SignsAt(_clock.Now)), key => Assert.NotNull(list.Keys.Find(key.Id)));
            seen.UnionWith(ring.Own.Ids);
        }

        Assert.InRange(seen.Count, 14, 17);
        var files = Directory.GetFiles(_folder.Path, "*.key");
        Assert.InRange(files.Length, 1, 3);
        Assert.All(files, file => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite)));
    }

    [Fact]
    public void Edge_that_died_between_the_mark_and_the_new_key_finishes_after_its_start()
    {
        var (ring, _) = Ring(_folder, 1);
        var lost = ring.Own.Keys.Single();
        new CompromisedKey(lost.Id, _clock.Now, lost.Terms.UsableUntil).Write(_folder.Path);

        var (again, list) = Ring(_folder, 1);
        again.Look();
        Assert.NotEqual(lost.Id, Assert.Single(again.Own.Ids));
        Assert.True(again.Own.SignAt(_clock.Now));
        Assert.Equal(lost.Id, Assert.Single(list.Keys.Compromised));
        Assert.Single(Directory.GetFiles(_folder.Path, "*.key"));
        _clock.Now = lost.Terms.UsableUntil.AddMinutes(1);
        again.Look();
        Assert.Empty(list.Keys.Compromised);
    }

    [Fact]
    public void Edges_that_share_a_folder_believe_each_others_keys_and_nothing_private_lies_there()
    {
        var ((one, listOfOne), (two, listOfTwo)) = (Ring(_folder, 1), Ring(_other, 2, shared: _folder.Trusted));
        one.Look();
        two.Look();
        one.Look();
        Assert.Equal(listOfOne.Keys.Keys.Select(key => key.Id).Order(Comparer()), listOfTwo.Keys.Keys.Select(key => key.Id).Order(Comparer()));
        Assert.Equal(2, listOfOne.Keys.Keys.Length);
        Assert.All(Directory.GetFiles(_folder.Trusted), file => Assert.DoesNotContain("PRIVATE", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Key_compromised_at_one_edge_is_struck_off_at_the_other_and_its_owner_replaces_it()
    {
        var ((one, listOfOne), (two, listOfTwo)) = (Ring(_folder, 1), Ring(_other, 2, shared: _folder.Trusted));
        one.Look();
        two.Look();
        var lost = one.Own.Ids.Single();
        Assert.True(new KeyKeeping(two, _clock, NullLogger<KeyKeeping>.Instance).Compromise(lost, "an operator").Known);
        Assert.Equal(lost, Assert.Single(listOfTwo.Keys.Compromised));
        Assert.Null(listOfTwo.Keys.Find(lost));
        one.Look();
        Assert.DoesNotContain(lost, one.Own.Ids);
        Assert.Equal(lost, Assert.Single(listOfOne.Keys.Compromised));
        two.Look();
        Assert.NotNull(listOfTwo.Keys.Find(one.Own.Ids.Single()));
    }

    [Fact]
    public void List_that_cannot_be_read_leaves_what_was_believed()
    {
        var ((one, listOfOne), (two, _)) = (Ring(_folder, 1), Ring(_other, 2, shared: _folder.Trusted));
        two.Look();
        one.Look();
        Assert.Equal(2, listOfOne.Keys.Keys.Length);
        File.WriteAllText(Path.Combine(_folder.Trusted, TrustedKeys.FileOf(3)), "no list");
        one.Look();
        Assert.Equal(2, listOfOne.Keys.Keys.Length);
    }

    [Fact]
    public void Compromised_key_goes_and_another_signs_though_another_file_of_the_folder_cannot_be_used()
    {
        var (ring, list) = Ring(_folder, 1);
        ring.Look();
        var lost = ring.Own.Ids.Single();
        PrivateFile.Create(Path.Combine(_folder.Path, "other.key"), "no key"u8);
        Assert.Equal(KeyAct.Done, new KeyKeeping(ring, _clock, NullLogger<KeyKeeping>.Instance).Compromise(lost, "an operator"));
        Assert.False(ring.Believes(lost));
        Assert.Equal((true, lost), (ring.Own.SignAt(_clock.Now), Assert.Single(list.Keys.Compromised)));
        var successor = Assert.Single(ring.Own.Ids);
        Assert.False(File.Exists(Path.Combine(_folder.Path, $"{lost}.key")));
        ring.Look();
        ring.Look();
        Assert.Equal(successor, Assert.Single(ring.Own.Ids));
        Assert.Equal(2, Directory.GetFiles(_folder.Path, "*.key").Length);
    }

    [Fact]
    public void Mark_in_the_shared_folder_is_for_all_to_read_and_counts_though_a_list_there_cannot_be_read()
    {
        var ((one, listOfOne), (two, _)) = (Ring(_folder, 1), Ring(_other, 2, shared: _folder.Trusted));
        two.Look();
        one.Look();
        two.Look();
        var lost = two.Own.Ids.Single();
        File.WriteAllText(Path.Combine(_folder.Trusted, TrustedKeys.FileOf(3)), "no list");
        File.WriteAllText(Path.Combine(_folder.Trusted, "nobody.compromised"), "no mark");
        Assert.Equal(KeyAct.Done, new KeyKeeping(one, _clock, NullLogger<KeyKeeping>.Instance).Compromise(lost, "an operator"));
        Assert.False(one.Believes(lost));
        Assert.Equal(lost, Assert.Single(listOfOne.Keys.Compromised));
        var mark = Path.Combine(_folder.Trusted, lost + CompromisedKey.Ending);
        if (!OperatingSystem.IsWindows())
            Assert.Equal("644", Convert.ToString((int)File.GetUnixFileMode(mark), 8));
        File.WriteAllText(Path.Combine(_folder.Trusted, TrustedKeys.FileOf(2)), "no list any more");
        one.Look();
        Assert.Equal(lost, Assert.Single(listOfOne.Keys.Compromised));
    }

    [Fact]
    public void Mark_whose_content_cannot_be_read_counts_by_its_name()
    {
        var ((one, listOfOne), (two, _)) = (Ring(_folder, 1), Ring(_other, 2, shared: _folder.Trusted));
        two.Look();
        one.Look();
        var lost = two.Own.Ids.Single();
        File.WriteAllText(Path.Combine(_folder.Trusted, lost + CompromisedKey.Ending), "compromised: once");
        one.Look();
        Assert.Equal(lost, Assert.Single(listOfOne.Keys.Compromised));
    }

    private static Comparer<KeyId> Comparer() => Comparer<KeyId>.Create((left, right) => left.Value.CompareTo(right.Value));

    private (KeyRing Ring, CurrentVerificationKeys List) Ring(KeyFolder folder, int edge, double rotateDays = 0, string? shared = null)
    {
        if (Directory.GetFiles(folder.Path, "*.key").Length == 0)
            SigningKeys.CreateMissing(folder.Path, _clock.Now);
        var options = new SigningOptions { KeyFolder = folder.Path, TrustFolder = shared ?? folder.Trusted, EdgeNumber = edge, RotateDays = rotateDays };
        var verification = new CurrentVerificationKeys(KeyList.Empty);
        return (new KeyRing(new(SigningKeys.Load(folder.Path)), verification, Options.Create(options), UnopenedAudit.Trail(), _clock, NullLogger<KeyRing>.Instance), verification);
    }
}
