using EdgeCtl;

namespace EdgeService.Tests.Client;

/// <summary>A member's rights, and the operators' side of them, on the command line.</summary>
public sealed class RightsCommandsTests(RunningEdge edge) : IClassFixture<RunningEdge>
{
    [Fact]
    public async Task Consent_is_shown_before_it_is_given_and_withdrawn_in_one_line()
    {
        var shown = await edge.ShowAsync("consents", "give", "library@citylib", "--member", "demo-hana");
        Assert.Contains("--agree", shown.Output, StringComparison.Ordinal);
        Assert.Equal("CONSENT_STATE_NOT_GIVEN", await StateAsync("demo-hana"));
        Assert.Equal(0, await CodeAsync("consents", "give", "library@citylib", "--member", "demo-hana", "--agree"));
        Assert.Equal("CONSENT_STATE_GIVEN", await StateAsync("demo-hana"));
        Assert.Equal(0, await CodeAsync("consents", "withdraw", "library@citylib", "--member", "demo-hana"));
        Assert.Equal("CONSENT_STATE_NOT_GIVEN", await StateAsync("demo-hana"));
        Assert.Equal(ExitCode.Usage, await CodeAsync("consents", "withdraw", "citylib", "--member", "demo-hana"));
        Assert.Equal(ExitCode.NotSo, await CodeAsync("consents", "withdraw", "housing@citylib", "--member", "demo-hana"));
        Assert.Equal(0, (await edge.ShowAsync("consents", "list", "--member", "demo-hana")).ExitCode);
    }

    [Fact]
    public async Task Listing_is_contested_and_decided_and_the_member_reads_why()
    {
        var standing = await edge.ShowAsync("standing", "--member", "demo-gus", "--lang", "de");
        Assert.Contains("Bahn", standing.Output, StringComparison.Ordinal);
        var contested = await edge.RunAsync("contest", "--member", "demo-gus", "--listing", "1", "--because", "it was not me");
        var id = (string)contested.Json["dispute"]!["disputeId"]!;
        Assert.Contains(id, (await edge.ShowAsync("dispute", "list")).Output, StringComparison.Ordinal);
        Assert.Contains("it was not me", (await edge.ShowAsync("dispute", "show", id)).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await CodeAsync("dispute", "resolve", id, "--reason", "x"));
        Assert.Equal(0, await CodeAsync("dispute", "resolve", id, "--rejected", "--reason", "the camera says otherwise"));
        Assert.Equal(ExitCode.NotSo, await CodeAsync("dispute", "resolve", id, "--upheld", "--reason", "x"));
        Assert.Contains("the camera says otherwise", (await edge.ShowAsync("disputes", "--member", "demo-gus")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await CodeAsync("contest", "--member", "demo-gus", "--because", "x"));
        Assert.Equal(ExitCode.Usage, await CodeAsync("contest", "--member", "demo-gus", "--listing", "9", "--because", "x"));
    }

    [Fact]
    public async Task Accesses_are_listed_and_who_leaves_must_say_that_it_is_understood()
    {
        await edge.RunAsync("check", "umbrella.deposit-free", "--member", "demo-bo");
        var seen = await edge.ShowAsync("accesses", "--member", "demo-bo");
        Assert.Contains("umbrella.deposit-free", seen.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await CodeAsync("erase-me", "--member", "demo-bo"));
        Assert.Equal(0, await CodeAsync("erase-me", "--member", "demo-bo", "--understood"));
        Assert.Equal(ExitCode.NotSo, await CodeAsync("standing", "--member", "demo-bo"));
    }

    private async Task<string> StateAsync(string member)
    {
        var listed = await edge.RunAsync("consents", "list", "--member", member);
        return (string)listed.Json["consents"]!.AsArray().Single(one => (string)one!["scope"]!["partnerId"]! == "citylib")!["state"]!;
    }

    private async Task<int> CodeAsync(params string[] arguments) => (await edge.RunAsync(arguments)).ExitCode;
}
