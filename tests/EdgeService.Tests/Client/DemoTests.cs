using EdgeCtl.Home;

namespace EdgeService.Tests.Client;

/// <summary>The demo is for people who have just arrived: it comes out the same every time, whatever happened before.</summary>
public sealed class DemoTests(RunningEdge edge) : IClassFixture<RunningEdge>
{
    [Fact]
    public async Task Demo_comes_out_as_told_twice()
    {
        await ExpectDemo();
        await ExpectDemo();
    }

    [Fact]
    public async Task Demo_comes_out_after_a_run_that_was_broken_off()
    {
        await Begin("bike.deposit-free", "demo-alice", "demo-bike-1", confirmed: true);
        await Begin("umbrella.deposit-free", "demo-bo", "demo-umbrella-1", confirmed: false);
        await Begin("library.cardless", "demo-alice", "demo-book-1", confirmed: false);
        await Begin("hospital.wheelchair", "demo-fay", "demo-wheelchair-1", confirmed: true);

        await ExpectDemo();
    }

    [Fact]
    public async Task Demo_comes_out_while_its_members_have_other_things_out()
    {
        await Begin("bike.deposit-free", "demo-alice", "bike-4711", confirmed: true);
        await Begin("umbrella.deposit-free", "demo-bo", "umbrella-4711", confirmed: true);

        await ExpectDemo();

        Assert.Equal(0, (await edge.RunAsync("return", "--item", "bike-4711")).ExitCode);
        Assert.Equal(0, (await edge.RunAsync("return", "--item", "umbrella-4711")).ExitCode);
    }

    [Fact]
    public async Task Demo_shows_people_what_happens()
    {
        var run = await edge.ShowAsync("demo", "--lang", "en");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("all as they should be", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task Demo_on_another_store_than_the_services_says_how_to_start_it()
    {
        var run = await edge.RunAsync("demo", "--ledger", "postgres");
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("--Edge:Ledger:Store=postgres", (string)run.Json["error"]!["advice"]!, StringComparison.Ordinal);
        Assert.Equal(0, (await edge.RunAsync("demo", "--ledger", "sqlite")).ExitCode);
    }

    private async Task ExpectDemo()
    {
        var run = await edge.RunAsync("demo");
        Assert.True(run.Json["error"] is null, run.Output);
        var unexpected = run.Json["stories"]!.AsArray()
            .SelectMany(story => story!["steps"]!.AsArray())
            .Where(step => !(bool)step!["asExpected"]!)
            .Select(step => $"{step!["text"]}: {step["got"]}, not {step["expected"]}");
        Assert.Empty(unexpected);
        Assert.Equal(0, run.ExitCode);
    }

    private async Task Begin(string perk, string member, string item, bool confirmed)
    {
        var begun = await edge.RunAsync("begin", perk, "--member", member, "--item", item);
        Assert.Equal(0, begun.ExitCode);
        if (confirmed)
        {
            await edge.RunAsync("confirm", (string)begun.Json["grant"]!["grantId"]!, "--as", Role.OfPerk(perk).Name);
        }
    }
}
