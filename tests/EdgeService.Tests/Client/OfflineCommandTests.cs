using System.Security.Cryptography;
using System.Text;
using EdgeService.Building.Journals;
using EdgeService.Core.Changes;
using EdgeService.Core.Members;

namespace EdgeService.Tests.Client;

/// <summary>Commands that need no service, on files in a folder of their own.</summary>
public sealed class OfflineCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Score_tells_score_and_band_of_every_member()
    {
        Write("scores.csv", "member_ref,credit_history,capacity,use_preference,personal,contact_network\na,,,,,\nb,100,100,100,100,100\nc,0,0,0,0,0\n");

        var run = await Edge("score", "scores.csv", "--csv");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["member_ref,score,band", "a,600,GOOD", "b,950,EXCEPTIONAL", "c,350,LOW"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Score_lists_every_bad_line_with_its_number()
    {
        Write("scores.csv", "member_ref,credit_history,capacity,use_preference,personal,contact_network\na,1,2,3,4,5\na,1,2,3,4,5\nb,101,,,,\nc,1\n");

        var run = await Edge("score", "scores.csv", "--json");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal([3, 4, 5], run.Json["faults"]!.AsArray().Select(fault => (int)fault!["line"]!));
    }

    [Theory]
    [InlineData("csv", "scores.csv")]
    [InlineData("csv", "enrolment.csv")]
    [InlineData("binary", "population.bin")]
    public async Task Population_of_one_seed_is_the_same_bytes(string format, string file)
    {
        await Edge("population", "--members", "500", "--seed", "9", "--format", format, "--out", "one");
        await Edge("population", "--members", "500", "--seed", "9", "--format", format, "--out", "two");
        await Edge("population", "--members", "500", "--seed", "10", "--format", format, "--out", "other");

        var one = await File.ReadAllBytesAsync(Path.Combine(_folder, "one", file));
        Assert.Equal(one, await File.ReadAllBytesAsync(Path.Combine(_folder, "two", file)));
        Assert.NotEqual(one, await File.ReadAllBytesAsync(Path.Combine(_folder, "other", file)));
    }

    [Fact]
    public async Task Snapshot_is_built_inspected_and_verified()
    {
        var build = await BuildSnapshot();
        var inspect = await Edge("snapshot", "inspect", "people.snap", "--key", "snapshot.pem", "--json");
        var verify = await Edge("snapshot", "verify", "people.snap", "--key", "snapshot.pem");

        Assert.Equal((0, 0, 0), (build.ExitCode, inspect.ExitCode, verify.ExitCode));
        var members = (long)build.Json["members"]!;
        Assert.Equal(members, (long)inspect.Json["members"]!);
        Assert.Equal(members, inspect.Json["bands"]!.AsObject().Sum(band => (long)band.Value!));
        Assert.Equal(7, (long)inspect.Json["revision"]!);
        Assert.True((bool)inspect.Json["served"]!);
    }

    [Fact]
    public async Task Snapshot_of_an_untrusted_key_is_refused_but_can_be_inspected()
    {
        await BuildSnapshot();
        WriteKey("other.pem");

        var verify = await Edge("snapshot", "verify", "people.snap", "--key", "other.pem", "--json");
        var inspect = await Edge("snapshot", "inspect", "people.snap", "--key", "other.pem", "--json");

        Assert.Equal(3, verify.ExitCode);
        Assert.Equal("UNKNOWN_KEY", (string?)verify.Json["refusal"]!["fault"]);
        Assert.False((bool)inspect.Json["served"]!);
    }

    [Fact]
    public async Task Cards_are_built_in_counted_and_carried_on()
    {
        await Edge("population", "--members", "2000", "--aliases", "--out", ".");
        var build = await BuildSnapshot("--aliases", "aliases.csv");
        var next = await Edge(
            "snapshot", "build", "--scores", "scores.csv", "--enrolment", "enrolment.csv", "--key", "snapshot.pem", "--secret", "member.key",
            "--out", "next.snap", "--previous", "people.snap", "--revision", "8", "--json");
        var stats = await Edge("snapshot", "stats", "next.snap", "--key", "snapshot.pem", "--json");
        var diff = await Edge("snapshot", "diff", "people.snap", "next.snap", "--key", "snapshot.pem", "--json");

        var (aliases, leftOut) = ((long)build.Json["aliases"]!, (long)build.Json["aliasesLeftOut"]!);
        Assert.Equal(3_000, aliases + leftOut);
        Assert.InRange(leftOut, 1, 300);
        Assert.Equal((aliases, aliases), ((long)next.Json["aliases"]!, (long)stats.Json["aliases"]!));
        Assert.Equal((0, 0, 0), ((int)diff.Json["aliases"]!["given"]!, (int)diff.Json["aliases"]!["withdrawn"]!, (int)diff.Json["aliases"]!["moved"]!));
    }

    [Fact]
    public async Task Bad_lines_of_cards_are_listed_and_nothing_is_made()
    {
        Write("aliases.csv", "member_id,kind,partner,value\nM000000001,card,,1\nM000000001,partner_card,citylib,C1\n,identity_document,,E1\n");

        var build = await BuildSnapshot("--aliases", "aliases.csv");

        Assert.Equal(3, build.ExitCode);
        Assert.Equal([2, 4], build.Json["faults"]!.AsArray().Select(fault => (int)fault!["line"]!));
        Assert.False(File.Exists(Path.Combine(_folder, "people.snap")));
    }

    [Fact]
    public async Task Snapshot_with_a_flipped_bit_is_refused()
    {
        await BuildSnapshot();
        var path = Path.Combine(_folder, "people.snap");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var run = await Edge("snapshot", "verify", "people.snap", "--key", "snapshot.pem");

        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public async Task Snapshot_from_a_bad_line_is_not_written()
    {
        await Edge("population", "--members", "10", "--out", ".");
        await File.AppendAllTextAsync(Path.Combine(_folder, "enrolment.csv"), "X1,diamond,open,none,,\n");
        WriteKeyAndSecret();

        var run = await Edge(
            "snapshot", "build", "--scores", "scores.csv", "--enrolment", "enrolment.csv", "--key", "snapshot.pem", "--secret", "member.key", "--out", "people.snap");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("unknown tier", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "people.snap")));
    }

    [Fact]
    public async Task Snapshot_that_is_there_is_replaced_only_when_told()
    {
        await BuildSnapshot();

        var refused = await BuildSnapshot();
        var told = await BuildSnapshot("--overwrite");

        Assert.Equal((5, 0), (refused.ExitCode, told.ExitCode));
        Assert.Contains("people.snap exists", refused.Output + refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dry_run_counts_and_makes_nothing()
    {
        await Edge("population", "--members", "2000", "--out", ".");
        WriteKeyAndSecret();

        var run = await Edge(
            "snapshot", "build", "--scores", "scores.csv", "--enrolment", "enrolment.csv", "--key", "snapshot.pem", "--secret", "member.key", "--dry-run", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.InRange((long)run.Json["members"]!, 1_800, 2_000);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder), file => file.EndsWith(".snap", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Snapshot_is_not_built_on_a_later_one_or_one_of_another_secret()
    {
        await BuildSnapshot();
        var later = await BuildSnapshot("--overwrite", "--previous", "people.snap");
        await File.WriteAllBytesAsync(Path.Combine(_folder, "member.key"), RandomNumberGenerator.GetBytes(32));
        var other = await Edge(
            "snapshot", "build", "--scores", "scores.csv", "--enrolment", "enrolment.csv", "--key", "snapshot.pem", "--secret", "member.key",
            "--out", "next.snap", "--previous", "people.snap", "--json");

        Assert.Equal((2, 2), (later.ExitCode, other.ExitCode));
        Assert.Contains("greater", later.Output, StringComparison.Ordinal);
        Assert.Contains("secret", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snapshot_says_through_which_change_its_input_is_and_never_less_than_the_one_before()
    {
        await BuildSnapshot("--changes-through", "7");
        string[] next =
        [
            "snapshot", "build", "--scores", "scores.csv", "--enrolment", "enrolment.csv", "--key", "snapshot.pem", "--secret", "member.key",
            "--out", "next.snap", "--overwrite", "--previous", "people.snap",
        ];

        Assert.Equal(0, (await Edge(next)).ExitCode);
        var kept = await Edge("snapshot", "inspect", "next.snap", "--key", "snapshot.pem", "--json");
        Assert.Equal(0, (await Edge([.. next, "--changes-through", "9"])).ExitCode);
        var given = await Edge("snapshot", "inspect", "next.snap", "--key", "snapshot.pem", "--json");
        var less = await Edge([.. next, "--changes-through", "6"]);

        Assert.Equal((7L, 9L, 2), ((long)kept.Json["changesThrough"]!, (long)given.Json["changesThrough"]!, less.ExitCode));
        Assert.Contains("less than 7", less.Output + less.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistics_and_difference_of_snapshots_add_up()
    {
        await BuildSnapshot();
        File.Copy(Path.Combine(_folder, "people.snap"), Path.Combine(_folder, "before.snap"));
        await Edge("population", "--members", "2500", "--out", ".");
        await Edge(
            "snapshot", "build", "--scores", "scores.csv", "--enrolment", "enrolment.csv", "--key", "snapshot.pem", "--secret", "member.key",
            "--out", "after.snap", "--revision", "8");

        var stats = await Edge("snapshot", "stats", "after.snap", "--key", "snapshot.pem", "--json");
        var picture = await Edge("snapshot", "stats", "after.snap", "--key", "snapshot.pem");
        var diff = await Edge("snapshot", "diff", "before.snap", "after.snap", "--key", "snapshot.pem", "--json");

        var members = (long)stats.Json["members"]!;
        Assert.Equal(members, stats.Json["scores"]!.AsObject().Sum(step => (long)step.Value!));
        Assert.Contains("█", picture.Output, StringComparison.Ordinal);

        // The first 2,000 of the larger population are the smaller one.
        Assert.Equal((0L, 0L), ((long)diff.Json["changed"]!, (long)diff.Json["left"]!));
        Assert.Equal(members, (long)diff.Json["same"]! + (long)diff.Json["entered"]!);
        Assert.InRange((long)diff.Json["entered"]!, 450, 500);
    }

    [Fact]
    public async Task Changes_are_folded_into_the_next_snapshot()
    {
        await BuildSnapshot();
        var secret = MemberSecret.Of(await File.ReadAllBytesAsync(Path.Combine(_folder, "member.key")));
        var enrolled = (await File.ReadAllLinesAsync(Path.Combine(_folder, "enrolment.csv")))[^1].Split(',')[0];
        var change = new StandingChange(1, MemberKeys.TagOf(Encoding.UTF8.GetBytes(enrolled), secret), DateTimeOffset.UnixEpoch, new Leave());
        byte[] log = [.. JournalHeader.Write(), .. JournalFrame.Write(1, [ChangeEncoding.Write(new ChangeMade(change))])];
        await File.WriteAllBytesAsync(Path.Combine(_folder, "changes.log"), log);

        var fold = await Edge(
            "snapshot", "fold", "--snapshot", "people.snap", "--changes", "changes.log", "--key", "snapshot.pem", "--out", "next.snap", "--json");
        var diff = await Edge("snapshot", "diff", "people.snap", "next.snap", "--key", "snapshot.pem", "--json");

        Assert.Equal((0, 1L, 1L), (fold.ExitCode, (long)fold.Json["changesThrough"]!, (long)fold.Json["left"]!));
        Assert.Equal((1L, 0L, 0L), ((long)diff.Json["left"]!, (long)diff.Json["entered"]!, (long)diff.Json["changed"]!));
    }

    [Fact]
    public async Task Snapshot_by_a_former_key_is_followed_and_folded_where_the_home_still_trusts_it()
    {
        await BuildSnapshot();
        Directory.CreateDirectory(Path.Combine(_folder, "home", "snapshot-keys"));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "changes.log"), JournalHeader.Write());
        File.Move(Path.Combine(_folder, "snapshot.pem"), Path.Combine(_folder, "home", "snapshot-keys", "former.pem"));
        WriteKey("snapshot.pem");
        string[] next =
        [
            "snapshot", "build", "--scores", "scores.csv", "--enrolment", "enrolment.csv", "--key", "snapshot.pem", "--secret", "member.key",
            "--out", "next.snap", "--previous", "people.snap",
        ];
        string[] fold = ["snapshot", "fold", "--snapshot", "people.snap", "--changes", "changes.log", "--key", "snapshot.pem", "--out", "folded.snap"];

        Assert.Equal((2, 3), ((await Edge(next)).ExitCode, (await Edge(fold)).ExitCode));
        Assert.Equal((0, 0), ((await Edge([.. next, "--home", "home"])).ExitCode, (await Edge([.. fold, "--home", "home"])).ExitCode));
    }

    [Fact]
    public async Task Catalog_with_faults_is_refused_with_all_of_them()
    {
        Write("catalog.json", """{ "revision": 0, "perks": [ { "id": "Bike!" } ] }""");

        var run = await Edge("catalog", "lint", "catalog.json", "--json");

        Assert.Equal(3, run.ExitCode);
        Assert.True(run.Json["faults"]!.AsArray().Count > 2);
    }

    [Fact]
    public async Task File_that_is_not_there_is_named()
    {
        var run = await Edge("score", "nowhere.csv");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("nowhere.csv", run.Error, StringComparison.Ordinal);
    }

    private async Task<CommandRun> BuildSnapshot(params string[] more)
    {
        await Edge("population", "--members", "2000", "--out", ".");
        if (!File.Exists(Path.Combine(_folder, "member.key")))
        {
            WriteKeyAndSecret();
        }

        return await Edge(
        [
            "snapshot", "build", "--scores", "scores.csv", "--enrolment", "enrolment.csv", "--key", "snapshot.pem", "--secret", "member.key",
            "--out", "people.snap", "--revision", "7", "--json", .. more,
        ]);
    }

    private void WriteKeyAndSecret()
    {
        WriteKey("snapshot.pem");
        File.WriteAllBytes(Path.Combine(_folder, "member.key"), RandomNumberGenerator.GetBytes(32));
    }

    private void WriteKey(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(name, key.ExportPkcs8PrivateKeyPem());
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private Task<CommandRun> Edge(params string[] arguments) => CommandRun.OfAsync(_folder, arguments);
}
