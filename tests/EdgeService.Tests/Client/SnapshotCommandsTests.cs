namespace EdgeService.Tests.Client;

/// <summary>An operator's day with the snapshots and changes of a running edge.</summary>
public sealed class SnapshotCommandsTests : IAsyncLifetime
{
    private readonly RunningEdge _edge = new();

    public Task InitializeAsync() => _edge.InitializeAsync();

    public Task DisposeAsync() => _edge.DisposeAsync();

    [Fact]
    public async Task Snapshot_is_built_pushed_listed_and_rolled_back()
    {
        var file = await BuildAsync(revision: 4_000_000_000);
        var pushed = await _edge.RunAsync("snapshot", "push", file);
        Assert.Equal((0, "SNAPSHOT_STATE_SERVED"), (pushed.ExitCode, (string?)pushed.Json["state"]));
        var listed = await _edge.ShowAsync("snapshot", "list");
        Assert.Contains("4000000000", listed.Output, StringComparison.Ordinal);
        Assert.Contains("previous", listed.Output, StringComparison.Ordinal);
        var basis = await _edge.RunAsync("snapshot", "basis");
        Assert.Equal("4000000000", (string?)basis.Json["basis"]!["snapshotRevision"]);
        var again = await _edge.RunAsync("snapshot", "push", file);
        Assert.Equal((0, "SNAPSHOT_STATE_SERVED"), (again.ExitCode, (string?)again.Json["state"]));
        var back = await _edge.ShowAsync("snapshot", "rollback");
        Assert.Equal(0, back.ExitCode);
        Assert.Contains("Revision 4000000000 is withdrawn; 1 is served.", back.Output, StringComparison.Ordinal);
        Assert.Contains("withdrawn", (await _edge.ShowAsync("snapshot", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _edge.RunAsync("snapshot", "push", file)).ExitCode);
    }

    [Fact]
    public async Task File_that_is_no_snapshot_is_not_sent()
    {
        var path = Path.Combine(_edge.Home, "none.snap");
        await File.WriteAllTextAsync(path, "nothing of the kind");
        Assert.Equal(3, (await _edge.RunAsync("snapshot", "push", path)).ExitCode);
    }

    [Fact]
    public async Task Changes_hold_from_the_next_check_on()
    {
        Assert.Equal(0, (await _edge.RunAsync("check", "bike.deposit-free", "--member", "demo-alice")).ExitCode);
        const string Lines = """
            {"revision":1,"memberId":"demo-alice","changeTime":"2026-01-01T08:00:00Z","score":412}
            {"revision":2,"memberId":"nobody-here","changeTime":"2026-01-01T08:00:00Z","courtListed":true}

            {"asOfTime":"2026-01-02T00:00:00Z"}
            """;
        var tried = await _edge.RunOnInputAsync(Lines, "changes", "apply", "-", "--dry-run");
        Assert.Equal((0, 2, "0"), (tried.ExitCode, (int?)tried.Json["appliedCount"], (string?)tried.Json["changesThrough"]));
        var applied = await _edge.RunOnInputAsync(Lines, "changes", "apply", "-");
        Assert.Equal((0, 2, 1, "2"), (applied.ExitCode, (int?)applied.Json["appliedCount"], (int?)applied.Json["ineffectiveCount"], (string?)applied.Json["changesThrough"]));
        Assert.Equal(3, (await _edge.RunAsync("check", "bike.deposit-free", "--member", "demo-alice")).ExitCode);
        var file = Path.Combine(_edge.Home, "today.jsonl");
        await File.WriteAllTextAsync(file, Lines);
        var again = await _edge.ShowAsync("changes", "apply", file);
        Assert.Contains("0 changes applied, 2 were there before.", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_line_that_cannot_be_read_is_named_and_nothing_is_sent()
    {
        const string Lines = """
            {"revision":1,"memberId":"demo-alice","changeTime":"2026-01-01T08:00:00Z","score":412}
            {"revision":2,"memberId":"demo-alice","changeTime":"yesterday","score":412}
            {"revision":3,"colour":"red"}
            not json
            """;
        var run = await _edge.RunOnInputAsync(Lines, "changes", "apply", "-");
        Assert.Equal(2, run.ExitCode);
        foreach (var line in new[] { ":2:", ":3:", ":4:" })
            Assert.Contains("standard input" + line, run.Output, StringComparison.Ordinal);
        Assert.Equal("0", (string?)(await _edge.RunAsync("snapshot", "basis")).Json["changesThrough"]);
    }

    [Fact]
    public async Task Gap_says_which_revision_comes_next()
    {
        var run = await _edge.RunOnInputAsync("""{"revision":7,"memberId":"demo-bo","changeTime":"2026-01-01T08:00:00Z","leave":{}}""", "changes", "apply", "-");
        Assert.Equal((EdgeCtl.ExitCode.NotSo, "CHANGE_GAP"), (run.ExitCode, (string?)run.Json["error"]!["reason"]));
        Assert.Contains("next change here is 1", run.Output, StringComparison.Ordinal);
    }

    private async Task<string> BuildAsync(long revision)
    {
        var (scores, enrolment, file) = (Path.Combine(_edge.Home, "s.csv"), Path.Combine(_edge.Home, "e.csv"), Path.Combine(_edge.Home, "pushed"));
        await File.WriteAllTextAsync(scores, $"{Building.Csv.ScoresCsv.Columns}\ndemo-alice,80,80,80,80,80\n");
        await File.WriteAllTextAsync(enrolment, $"{Building.Csv.EnrolmentCsv.Columns}\ndemo-alice,basic,none,none,mobility@citybike,\n");
        var built = await _edge.RunAsync("snapshot", "build", "--scores", scores, "--enrolment", enrolment, "--revision", $"{revision}", "--out", file);
        Assert.Equal(0, built.ExitCode);
        return file;
    }
}
