using EdgeService.Faults;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Client;

public class CommandLineTests
{
    private static readonly string Nowhere = Path.GetTempPath();

    [Theory]
    [InlineData(Outcome.Eligible, 0)]
    [InlineData(Outcome.Ineligible, 3)]
    [InlineData(Outcome.ReferToDesk, 4)]
    public async Task Check_ends_with_the_code_of_its_outcome(Outcome outcome, int exitCode)
    {
        await using var edge = await FakeEdge.StartAsync();
        edge.Eligibility.OnCheck = (_, _) => new Decision { Outcome = outcome };

        var run = await Check(edge);

        Assert.Equal(exitCode, run.ExitCode);
    }

    [Theory]
    [InlineData(GrantOutcome.Granted, 0)]
    [InlineData(GrantOutcome.Refused, 3)]
    [InlineData(GrantOutcome.Referred, 4)]
    [InlineData(GrantOutcome.ItemTaken, 3)]
    public async Task Begin_ends_with_the_code_of_its_outcome(GrantOutcome outcome, int exitCode)
    {
        await using var edge = await FakeEdge.StartAsync();
        edge.Grants.OnBegin = (_, _) => new BeginGrantResponse { Outcome = outcome };

        var run = await RunAgainst(edge, "begin", "bike.deposit-free", "--member-id", "somebody", "--item", "bike-1");

        Assert.Equal(exitCode, run.ExitCode);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("check", "bike.deposit-free")]
    [InlineData("check", "bike.deposit-free", "--member-id", "a", "--app-code", "PA1A")]
    [InlineData("check", "bike.deposit-free", "--member-id", "a", "--address", "nowhere")]
    [InlineData("check", "bike.deposit-free", "--member-id", "a", "--as", "nobody")]
    [InlineData("check", "bike.deposit-free", "--member-id", "a", "--attribute", "ticket")]
    [InlineData("check", "bike.deposit-free", "--member-id", "a", "--amount", "1.005")]
    [InlineData("issue", "bike.deposit-free", "--member-id", "a", "--png", "a.png", "--svg", "a.svg")]
    [InlineData("grant")]
    [InlineData("return", "GABC", "--item", "bike-1")]
    [InlineData("explain", "no/decision!", "--member-id", "a")]
    [InlineData("perform")]
    public async Task Wrong_usage_ends_with_2_in_both_forms(params string[] arguments)
    {
        string[] reachable = ["--address", "http://127.0.0.1:1"];
        var withAddress = arguments.Contains("--address") ? arguments : [.. arguments, .. reachable];

        var plain = await CommandRun.OfAsync(Nowhere, withAddress);
        var json = await CommandRun.OfAsync(Nowhere, [.. withAddress, "--json"]);

        Assert.Equal(2, plain.ExitCode);
        Assert.NotEmpty(plain.Error);
        Assert.Equal(2, json.ExitCode);
        Assert.Equal("USAGE", (string?)json.Json["error"]!["reason"]);
    }

    [Fact]
    public async Task Check_tells_programs_one_document_of_fixed_shape()
    {
        await using var edge = await FakeEdge.StartAsync();

        var run = await RunAgainst(edge, "check", "bike.deposit-free", "--member-id", "somebody", "--json");

        var decision = run.Json["decision"]!.AsObject();
        Assert.Equal("OUTCOME_ELIGIBLE", (string?)decision["outcome"]);
        Assert.Equal("REFUSAL_CODE_UNSPECIFIED", (string?)decision["refusalCode"]);
        Assert.Equal("bike.deposit-free", (string?)decision["perkId"]);
        Assert.False((bool)decision["stale"]!);
        Assert.Equal("", (string?)decision["claimCode"]);
    }

    [Fact]
    public async Task Inquiry_is_sent_as_written()
    {
        await using var edge = await FakeEdge.StartAsync();

        await RunAgainst(
            edge, "check", "station.lounge", "--member-id", "somebody", "--units", "2", "--amount", "199.50", "--item", "a", "--item", "b",
            "--attribute", "ticket_class=first", "--attribute", "seat=12", "--attribute", "window=true", "--attribute", "ticket_digest:text=12");

        var inquiry = edge.Eligibility.Checks.Single().Inquiry;
        Assert.Equal((2, 19950, "CNY"), (inquiry.UnitCount, inquiry.Amount.MinorUnits, inquiry.Amount.CurrencyCode));
        Assert.Equal(["a", "b"], inquiry.ItemRefs);
        Assert.Equal("first", inquiry.Attributes["ticket_class"].Text);
        Assert.Equal(12, inquiry.Attributes["seat"].Number);
        Assert.True(inquiry.Attributes["window"].Flag);
        Assert.Equal("12", inquiry.Attributes["ticket_digest"].Text);
    }

    [Theory]
    [InlineData("bike.deposit-free", "citybike:central-park:dock-1")]
    [InlineData("hospital.wheelchair", "cityhospital:east-wing:desk-1")]
    [InlineData("dating.badge", "creditdesk:downtown:desk-1")]
    public async Task Terminal_that_fits_the_perk_asks(string perk, string terminal)
    {
        await using var edge = await FakeEdge.StartAsync();

        await RunAgainst(edge, "check", perk, "--member-id", "somebody");

        Assert.Equal(terminal, edge.Eligibility.Terminals.Single());
    }

    [Fact]
    public async Task Refusal_shows_remedy_in_the_chosen_language_and_no_colours()
    {
        await using var edge = await FakeEdge.StartAsync();
        edge.Eligibility.OnCheck = (_, _) => new Decision
        {
            Outcome = Outcome.Ineligible,
            RefusalCode = RefusalCode.NotAvailable,
            Remedy = new Remedy { Texts = { ["en"] = "Pay the deposit.", ["sv"] = "Betala depositionen." } },
        };

        var run = await Check(edge, "--lang", "sv");

        Assert.Contains("Betala depositionen.", run.Output, StringComparison.Ordinal);
        Assert.Contains("not available", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task Service_out_of_reach_ends_with_5_and_says_how_to_start_it()
    {
        var run = await CommandRun.OfAsync(Nowhere, "check", "bike.deposit-free", "--member-id", "a", "--address", "http://127.0.0.1:1");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("dotnet run --project src/EdgeService", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Home_that_is_not_there_ends_with_5_and_says_how_to_make_it()
    {
        var run = await CommandRun.OfAsync(Nowhere, "app-code", "demo-alice", "--home", "not-there", "--json");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("dotnet run", (string?)run.Json["error"]!["advice"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_fields_are_named_and_end_with_2()
    {
        await using var edge = await FakeEdge.StartAsync();
        edge.Eligibility.OnCheck = (_, _) => throw new EdgeFaultException(EdgeFault.Invalid("inquiry.unit_count", "1 to 100."));

        var run = await Check(edge, "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("FIELD_INVALID", (string?)run.Json["error"]!["reason"]);
        Assert.Equal("inquiry.unit_count", (string?)run.Json["error"]!["fields"]![0]!["field"]);
    }

    [Fact]
    public async Task Lost_write_tells_the_request_id_that_repeats_it()
    {
        await using var edge = await FakeEdge.StartAsync();
        edge.Grants.OnBegin = (_, _) => throw new RpcException(new Status(StatusCode.Internal, "lost"));

        var run = await RunAgainst(edge, "begin", "bike.deposit-free", "--member-id", "somebody", "--json");

        Assert.True((bool)run.Json["error"]!["answerLost"]!);
        Assert.Equal(edge.Grants.Begins.Single().RequestId, (string?)run.Json["error"]!["requestId"]);
    }

    [Fact]
    public async Task Help_of_a_command_ends_with_lines_to_copy()
    {
        var run = await CommandRun.OfAsync(Nowhere, "check", "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("edge check bike.deposit-free --member demo-alice", run.Output, StringComparison.Ordinal);
    }

    private static Task<CommandRun> Check(FakeEdge edge, params string[] more) =>
        RunAgainst(edge, ["check", "bike.deposit-free", "--member-id", "somebody", .. more]);

    private static Task<CommandRun> RunAgainst(FakeEdge edge, params string[] arguments) =>
        CommandRun.OfAsync(Nowhere, [.. arguments, "--address", edge.Address.ToString(), "--timeout", "60"]);
}
