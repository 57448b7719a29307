namespace EdgeService.Tests.Client;

public sealed class KeyCommandsTests(RunningEdge edge) : IClassFixture<RunningEdge>
{
    [Fact]
    public async Task Key_is_prepared_published_and_shown_on_a_line_of_time()
    {
        var prepared = await edge.RunAsync("keys", "prepare", "--perk", "1", "--venue", "citybike:central-park", "--max-lifetime", "900");
        var id = IdOf(prepared);
        Assert.Equal((0, "KEY_STAGE_PREPARED", 1), (prepared.ExitCode, (string)prepared.Json["stage"]!, (int)prepared.Json["scope"]!["perkCodes"]![0]!));
        var published = await edge.ShowAsync("keys", "publish", id);
        Assert.Contains($"edge keys use {id}", published.Output, StringComparison.Ordinal);

        var early = await edge.RunAsync("keys", "use", id);
        Assert.Equal((6, "KEY_STAGE"), (early.ExitCode, (string)early.Json["error"]!["reason"]!));
        var shown = await edge.ShowAsync("keys", "list");
        var line = shown.Output.Split('\n').First(text => text.Contains(id, StringComparison.Ordinal));
        Assert.Contains("░", line, StringComparison.Ordinal);
        Assert.DoesNotContain("█", line, StringComparison.Ordinal);
        Assert.Contains(shown.Output.Split('\n'), text => text.Contains('█') && text.EndsWith("IN_USE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prepared_key_is_removed_and_then_unknown()
    {
        var id = IdOf(await edge.RunAsync("keys", "prepare"));
        Assert.Equal(0, (await edge.RunAsync("keys", "remove", id)).ExitCode);
        Assert.Equal(6, (await edge.RunAsync("keys", "remove", id)).ExitCode);
        Assert.Equal(2, (await edge.RunAsync("keys", "remove", "no-id")).ExitCode);
    }

    [Fact]
    public async Task Compromised_key_is_replaced_and_shown()
    {
        var signing = (await edge.RunAsync("keys", "list")).Json["keys"]!.AsArray().First(key => (string)key!["stage"]! == "KEY_STAGE_IN_USE")!;
        var id = Convert.ToHexStringLower(Convert.FromBase64String((string)signing["keyId"]!));
        var lost = await edge.RunAsync("keys", "compromise", id);
        Assert.Equal((0, id), (lost.ExitCode, (string)lost.Json["compromised"]!));
        Assert.NotEqual(id, (string)Assert.Single(lost.Json["signing"]!.AsArray())!);
        Assert.Contains("COMPROMISED", (await edge.ShowAsync("keys", "list")).Output, StringComparison.Ordinal);
        Assert.Contains($"{id} is compromised", (await edge.ShowAsync("keys")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_teaches_with_examples()
    {
        foreach (var command in new[] { "list", "prepare", "publish", "use", "retire", "remove", "compromise" })
            Assert.Contains($"edge keys {command}", (await edge.ShowAsync("keys", command, "--help")).Output, StringComparison.Ordinal);
    }

    private static string IdOf(CommandRun run) => Convert.ToHexStringLower(Convert.FromBase64String((string)run.Json["keyId"]!));
}
