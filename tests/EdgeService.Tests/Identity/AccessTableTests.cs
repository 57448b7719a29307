using System.Text.Json.Nodes;
using EdgeService.Doors;
using EdgeService.Identity;
using EdgeService.Start;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeService.Tests.Identity;

public sealed class AccessTableTests
{
    private static readonly AccessTable Shipped = AccessReading.Read(AccessReading.ShippedText());

    /// <summary>What only looks: an operator's call of any other method is an act.</summary>
    private static readonly string[] LookingVerbs = ["Get", "List", "Watch", "Check", "Verify", "Explain"];

    [Theory]
    [InlineData("perks.edge.v1.EligibilityService", "CheckEligibility", CallerRole.Terminal)]
    [InlineData("perks.edge.v1.TokenService", "RevokeToken", CallerRole.Terminal | CallerRole.MemberApp | CallerRole.Operator)]
    [InlineData("perks.member.v1.MembershipService", "IssueToken", CallerRole.MemberApp)]
    [InlineData("perks.edge.v1.GrantService", "WaiveCharge", CallerRole.Terminal | CallerRole.Operator)]
    [InlineData("perks.admin.v1.LedgerService", "GetGrant", CallerRole.Operator)]
    [InlineData("perks.admin.v1.TerminalService", "RevokeTerminal", CallerRole.Operator)]
    [InlineData("perks.edge.v1.TerminalIdentityService", "RenewCertificate", CallerRole.Terminal)]
    [InlineData("perks.admin.v1.Ledger", "GetGrant", CallerRole.None)]
    [InlineData("perks.edge.v10.TokenService", "IssueToken", CallerRole.None)]
    [InlineData("perks.edge.v1.TokenService", "issuetoken", CallerRole.None)]
    [InlineData("grpc.health.v1.Healthy", "Check", CallerRole.None)]
    public void Method_is_open_to_the_listed_roles_only(string service, string method, CallerRole roles) =>
        Assert.Equal(roles, Shipped.Of(service, method).Roles);

    [Fact]
    public async Task Every_served_method_has_rows_and_every_row_a_served_method()
    {
        await using var host = await EdgeHost.StartAsync();
        Assert.Empty(Shipped.FaultsAgainst(ServedMethods.Of(host.App), ServedMethods.PagesOf(host.App)));
        Assert.NotEmpty(ServedMethods.Of(host.App));
        Assert.NotEmpty(ServedMethods.PagesOf(host.App));
    }

    [Fact]
    public async Task Start_names_every_method_without_a_row_and_every_row_without_a_method()
    {
        var table = JsonNode.Parse(AccessReading.ShippedText())!;
        table["services"]!["perks.edge.v1.TokenService"]!.AsObject().Remove("RedeemToken");
        table["services"]!["perks.edge.v1.TokenService"]!["Redeem"] = JsonNode.Parse("""{ "TERMINAL": { "reach": {} } }""");
        table["pages"]!.AsObject().Remove("/operator/figures");
        table["pages"]!["/operator/scores"] = JsonNode.Parse("""["OPERATOR"]""");
        var changed = AccessReading.Read(table.ToJsonString());
        var faults = (await Assert.ThrowsAsync<StartFaultsException>(() => EdgeHost.StartAsync(builder => builder.Services.AddSingleton(changed), null))).Faults;
        Assert.Equal(4, faults.Count);
        Assert.Contains("no row for perks.edge.v1.TokenService/RedeemToken", faults[0], StringComparison.Ordinal);
        Assert.Contains("rows for perks.edge.v1.TokenService/Redeem, which is not served", faults[1], StringComparison.Ordinal);
        Assert.Contains("no row for the page /operator/figures", faults[2], StringComparison.Ordinal);
        Assert.Contains("a row for the page /operator/scores, which is not served", faults[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/operator", CallerRole.Operator)]
    [InlineData("/operator/figures", CallerRole.Operator)]
    [InlineData("/operator/", CallerRole.None)]
    [InlineData("/Operator", CallerRole.None)]
    [InlineData("/kiosk", CallerRole.None)]
    public void Page_is_open_to_the_listed_roles_only(string path, CallerRole roles) => Assert.Equal(roles, Shipped.OfPage(path));

    [Fact]
    public void Page_for_a_role_that_does_not_exist_is_refused()
    {
        const string Text = """{ "services": {}, "pages": { "/operator": ["OWNER"] } }""";
        Assert.Contains("/operator: OWNER is no role", Assert.Throws<InvalidDataException>(() => AccessReading.Read(Text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "OWNER": { "reach": {} } }""", "OWNER is no role")]
    [InlineData("""{ "TERMINAL": { "reach": { "score": "ANY" } } }""", "score ANY is no reach")]
    [InlineData("""{ "TERMINAL": { "reach": { "grant": "EVERYTHING" } } }""", "grant EVERYTHING is no reach")]
    public void Table_with_a_word_of_another_kind_is_refused(string row, string fault)
    {
        var text = $$"""{ "services": { "a.B": { "C": {{row}} } } }""";
        Assert.Contains("a.B/C", Assert.Throws<InvalidDataException>(() => AccessReading.Read(text)).Message, StringComparison.Ordinal);
        Assert.Contains(fault, Assert.Throws<InvalidDataException>(() => AccessReading.Read(text)).Message, StringComparison.Ordinal);
    }

    /// <summary>So that an operator's method that is new and changes something cannot be left out of the audit log.</summary>
    [Fact]
    public void Operators_calls_are_acts_unless_the_method_only_looks()
    {
        var unmarked = Shipped.Methods.Where(name => !name.Service.StartsWith("grpc.", StringComparison.Ordinal))
            .Where(name => !LookingVerbs.Any(verb => name.Method.StartsWith(verb, StringComparison.Ordinal)))
            .Where(name => (Shipped.Of(name.Service, name.Method).Roles & ~Shipped.Of(name.Service, name.Method).Acting & CallerRole.Operator) != 0);
        Assert.Empty(unmarked);
    }
}
