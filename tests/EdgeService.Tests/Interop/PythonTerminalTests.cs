using System.Text.Json;
using EdgeService.TestNeeds;

namespace EdgeService.Tests.Interop;

[Collection(RunningServiceTests.Name)]
public sealed class PythonTerminalTests(RunningService service)
{
    [FactNeeds("python3:grpc", "python3:grpc_tools")]
    public async Task Python_terminal_over_mtls_lists_services_checks_issues_redeems_once_and_takes_back()
    {
        var told = JsonDocument.Parse(await OutsideProgram.PythonAsync(
            "terminal.py",
            "--protos", Path.Combine(FactNeedsAttribute.Repository, "protos"),
            "--pki", service.Process.Pki,
            "--address", service.Process.Address,
            "--app-code", service.AppCodeOf(await service.NextMemberAsync()),
            "--item", RunningService.NewBike())).RootElement;

        Assert.Equal("OUTCOME_ELIGIBLE", told.GetProperty("checked").GetString());
        Assert.InRange(told.GetProperty("decision_id_bytes").GetInt32(), 1, 160);
        Assert.Equal(["REDEEM_OUTCOME_REDEEMED", "REDEEM_OUTCOME_ALREADY_REDEEMED"], Texts(told.GetProperty("redeemed")));
        Assert.True(told.GetProperty("same_grant").GetBoolean());
        Assert.Equal("CUSTODY_RETURNED", told.GetProperty("custody").GetString());
        Assert.Superset(
            new HashSet<string> { "perks.edge.v1.EligibilityService", "perks.edge.v1.TokenService", "perks.edge.v1.GrantService", "grpc.health.v1.Health" },
            Texts(told.GetProperty("services")).ToHashSet());
    }

    [FactNeeds("python3:grpc", "python3:grpc_tools")]
    public async Task Python_terminal_uploads_its_offline_journal_twice_and_each_claim_is_settled_once()
    {
        var told = JsonDocument.Parse(await OutsideProgram.PythonAsync(
            "journal.py",
            "--protos", Path.Combine(FactNeedsAttribute.Repository, "protos"),
            "--pki", service.Process.Pki,
            "--address", service.Process.Address,
            "--app-code", service.AppCodeOf(await service.NextMemberAsync()),
            "--item", RunningService.NewBike())).RootElement;
        var first = told.GetProperty("first");
        Assert.Equal(["CLAIM_OUTCOME_SETTLED", "CLAIM_OUTCOME_INVALID_TOKEN"], Texts(first.GetProperty("outcomes")));
        Assert.Equal("CUSTODY_ACTIVE", first.GetProperty("custody")[0].GetString());
        Assert.Equal(first.GetRawText(), told.GetProperty("second").GetRawText());
    }

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);
}
