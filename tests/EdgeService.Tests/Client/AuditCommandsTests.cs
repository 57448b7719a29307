namespace EdgeService.Tests.Client;

/// <summary>The audit log of a running edge, from the command line.</summary>
public sealed class AuditCommandsTests : IAsyncLifetime
{
    private readonly RunningEdge _edge = new();

    private string File => Directory.GetFiles(Path.Combine(_edge.Home, "audit"), "*.jsonl").Single();

    public async Task InitializeAsync()
    {
        await _edge.InitializeAsync();
        _edge.FlushAudit();
    }

    public Task DisposeAsync() => _edge.DisposeAsync();

    [Fact]
    public async Task Log_of_a_running_edge_is_whole_and_lists_who_did_what()
    {
        await _edge.RunAsync("ledger", "export", "--out", Path.Combine(_edge.Home, "entries.jsonl"));
        var verified = await _edge.RunAsync("audit", "verify");
        Assert.True(verified.ExitCode == 0, verified.Output);
        Assert.True((bool)verified.Json["whole"]!);
        Assert.Equal(0, (await _edge.RunAsync("audit", "verify", "--known", (string)verified.Json["last"]!)).ExitCode);
        var listed = await _edge.RunAsync("audit", "list", "--act", "service.started");
        Assert.Equal("urn:perks:edge:1", (string?)Assert.Single(listed.Json["lines"]!.AsArray())!["actor"]);
        Assert.Contains("catalog.adopted", (await _edge.ShowAsync("audit", "list")).Output, StringComparison.Ordinal);
        Assert.Single((await _edge.RunAsync("audit", "list", "--last", "1")).Json["lines"]!.AsArray());
        Assert.Empty((await _edge.RunAsync("audit", "list", "--since", "2999-01-01T00:00:00Z")).Json["lines"]!.AsArray());
    }

    [Fact]
    public async Task Changed_line_ends_with_3_and_is_named_in_both_forms()
    {
        await System.IO.File.WriteAllTextAsync(File, (await System.IO.File.ReadAllTextAsync(File)).Replace("catalog.adopted", "catalog.adapted", StringComparison.Ordinal));
        var shown = await _edge.ShowAsync("audit", "verify");
        Assert.Equal(3, shown.ExitCode);
        Assert.Contains("is not as the edge wrote it", shown.Output, StringComparison.Ordinal);
        var run = await _edge.RunAsync("audit", "verify", Path.Combine(_edge.Home, "audit"), "--secret", Path.Combine(_edge.Home, "secret", "seal.key"));
        Assert.Equal((3, "CHANGED"), (run.ExitCode, (string?)run.Json["faults"]![0]!["kind"]));
    }

    [Theory]
    [InlineData("audit", "verify", "nowhere")]
    [InlineData("audit", "verify", "--known", "7")]
    [InlineData("audit", "list", "--since", "yesterday")]
    public async Task Wrong_usage_ends_with_2(params string[] arguments) => Assert.Equal(2, (await _edge.RunAsync(arguments)).ExitCode);
}
