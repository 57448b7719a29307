using EdgeCtl;

namespace EdgeService.Tests.Client;

/// <summary>Grants to their end, and the operators' ledger, on the command line.</summary>
public sealed class LedgerCommandsTests(RunningEdge edge) : IClassFixture<RunningEdge>
{
    [Fact]
    public async Task Visit_is_charged_paid_and_closed_and_its_history_is_drawn()
    {
        var grant = await BeginAsync("hospital.credit-treatment", "demo-alice");
        Assert.Equal(0, await CodeAsync("grant", "charge", grant, "--amount", "120.00", "--ref", "invoice-1", "--reason", "scan", "--as", "hospital-desk"));
        Assert.Equal(ExitCode.NotSo, await CodeAsync("grant", "pay", grant, "--amount", "130.00", "--ref", "till-1", "--as", "hospital-desk"));
        Assert.Equal(0, await CodeAsync("grant", "pay", grant, "--amount", "120.00", "--ref", "till-2", "--as", "hospital-desk"));
        Assert.Equal(0, await CodeAsync("grant", "close", grant, "--as", "hospital-desk"));
        var shown = await edge.ShowAsync("ledger", "show", grant);
        Assert.Equal(0, shown.ExitCode);
        Assert.All(["RETURNED", "120.00 CNY paid", "charged", "closed", "scan"], word => Assert.Contains(word, shown.Output, StringComparison.Ordinal));
        Assert.Equal("RECORD_EFFECT_KEPT", (string)(await edge.RunAsync("ledger", "show", grant)).Json["grant"]!["grant"]!["recordEffect"]!);
    }

    [Fact]
    public async Task Receipt_is_signed_shown_and_handed_in_and_a_torn_one_is_refused()
    {
        var grant = await BeginAsync("bike.deposit-free", "demo-chen", "--item", "bike-receipt");
        Assert.Equal(0, await CodeAsync("confirm", grant));
        var signed = await edge.RunAsync("receipt", "sign", "--item", "bike-receipt");
        var text = (string)signed.Json["receipt"]!;
        Assert.StartsWith("PR1", text, StringComparison.Ordinal);
        Assert.Equal("bike-receipt", (string)(await edge.RunAsync("receipt", "show", text)).Json["item"]!);
        Assert.Equal(ExitCode.Refused, await CodeAsync("receipt", "show", text[..^4] + "AAAA"));
        Assert.Equal(ExitCode.Refused, await CodeAsync("return", "--receipt", text[..^4] + "AAAA"));
        var back = await edge.RunAsync("return", "--receipt", text);
        Assert.Equal("CUSTODY_RETURNED", (string)back.Json["grant"]!["custody"]!);
        Assert.Equal(0, await CodeAsync("receipt", "submit", text, "--member", "demo-chen"));
    }

    [Fact]
    public async Task Ledger_is_listed_exported_and_exported_on()
    {
        await BeginAsync("library.cardless", "demo-alice", "--item", "book-export");
        var listed = await edge.RunAsync("ledger", "list", "--partner", "citylib", "--state", "active");
        Assert.Contains(listed.Json["grants"]!.AsArray(), grant => (string)grant!["grant"]!["itemRefs"]![0]! == "book-export");
        var file = Path.Combine(edge.Home, "entries.jsonl");
        var first = await edge.RunAsync("ledger", "export", "--to", file);
        Assert.True((long)first.Json["entries"]! > 0);
        Assert.Equal(0, (long)(await edge.RunAsync("ledger", "export", "--to", file)).Json["entries"]!);
        await File.AppendAllTextAsync(file, "{\"cursor\":\"0.99999\",\"ki");
        await edge.RunAsync("return", "--item", "book-export", "--as", "library-kiosk");
        Assert.Equal(1, (long)(await edge.RunAsync("ledger", "export", "--to", file)).Json["entries"]!);
        Assert.Equal((long)first.Json["entries"]! + 1, (await File.ReadAllLinesAsync(file)).Length);
        Assert.Equal(0, await CodeAsync("ledger", "overdue"));
        Assert.Equal(0, await CodeAsync("ledger", "conflicts", "--all"));
        Assert.Equal("sqlite", (string)(await edge.RunAsync("ledger", "status")).Json["store"]!);
        Assert.Contains("book-export", (await edge.ShowAsync("grant", "own", "--member", "demo-alice")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_grant_is_no_failure_of_the_service()
    {
        Assert.Equal(ExitCode.NotSo, await CodeAsync("grant", "--item", "nothing-of-the-kind"));
        Assert.Equal(ExitCode.NotSo, await CodeAsync("ledger", "show", "--item", "citybike:nothing-of-the-kind"));
        var shown = await edge.ShowAsync("ledger", "show", "--item", "citybike:nothing-of-the-kind");
        Assert.Contains("No such grant in the ledger.", shown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("this partner", shown.Output + shown.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await CodeAsync("ledger", "show"));
        Assert.Equal(ExitCode.Usage, await CodeAsync("grant", "charge", "G", "--amount", "1.234", "--ref", "x"));
    }

    [Fact]
    public async Task Journal_that_makes_no_sense_is_named_by_its_line()
    {
        var file = Path.Combine(edge.Home, "journal.jsonl");
        await File.WriteAllTextAsync(file, "{\"sequence\":\"1\",\"requestId\":\"2b0f7f0e-0000-4000-8000-000000000001\",\"claimTime\":\"2026-11-21T10:00:00Z\",\"comeback\":{\"itemRef\":\"nothing\"}}\nno claim\n\n[1]\n{\"sequence\":\"one\",\"claimTme\":1,\"claimTime\":\"noon\",\"token\":{},\"comeback\":{\"itemRef\":7}}\n");
        var run = await edge.RunAsync("claims", "report", file);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        string[] faults =
        [
            $"{file}:2: is not JSON from character 2 on",
            $"{file}:4: must be a JSON object, from {{ to }}",
            $"{file}:5: sequence: must be a whole number within the range of its field",
            $"{file}:5: claimTme: no such field; there are sequence, requestId, claimTime, token, lending, comeback, handedOver",
            $"{file}:5: claimTime: must be a time such as 2026-11-22T08:00:00Z",
            $"{file}:5: comeback: beside token, and only one of them may be there",
            $"{file}:5: comeback.itemRef: must be a text in quotes",
        ];
        Assert.Equal(faults, ((string)run.Json["error"]!["message"]!).Split('\n'));
        await File.WriteAllTextAsync(file, File.ReadAllLines(file)[0]);
        var reported = await edge.RunAsync("claims", "report", file);
        Assert.Equal((ExitCode.Refused, "CLAIM_OUTCOME_FAULTY"), (reported.ExitCode, (string)reported.Json["results"]![0]!["outcome"]!));
        var claim = (string)reported.Json["results"]![0]!["claimId"]!;
        var shown = await edge.ShowAsync("ledger", "claims", "--partner", "citybike");
        Assert.All(["Something that came back", "nothing", claim, "No such grant of this partner"], word => Assert.Contains(word, shown.Output, StringComparison.Ordinal));
        Assert.Equal(ExitCode.Usage, await CodeAsync("ledger", "close-claim", claim, "--reason", "neither"));
        Assert.Equal(0, await CodeAsync("ledger", "close-claim", claim, "--dismissed", "--reason", "a test"));
        Assert.Equal(ExitCode.NotSo, await CodeAsync("ledger", "close-claim", claim, "--recorded", "--reason", "again"));
        Assert.DoesNotContain(claim, (await edge.ShowAsync("ledger", "claims")).Output, StringComparison.Ordinal);
        Assert.Contains("a test", (await edge.ShowAsync("ledger", "claims", "--all")).Output, StringComparison.Ordinal);
    }

    private async Task<int> CodeAsync(params string[] arguments) => (await edge.RunAsync(arguments)).ExitCode;

    private async Task<string> BeginAsync(string perk, string member, params string[] more)
    {
        var begun = await edge.RunAsync(["begin", perk, "--member", member, .. more]);
        Assert.Equal(0, begun.ExitCode);
        return (string)begun.Json["grant"]!["grantId"]!;
    }
}
