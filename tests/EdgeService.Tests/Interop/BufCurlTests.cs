using System.Text.Json;
using EdgeService.TestNeeds;

namespace EdgeService.Tests.Interop;

[Collection(RunningServiceTests.Name)]
public sealed class BufCurlTests(RunningService service)
{
    [FactNeeds("buf")]
    public async Task Buf_curl_by_reflection_lists_the_services()
    {
        var services = (await BufAsync("--list-services", Url(""))).Split('\n');
        Assert.Contains("perks.edge.v1.EligibilityService", services);
        Assert.Contains("perks.member.v1.MembershipService", services);
    }

    [FactNeeds("buf")]
    public async Task Buf_curl_by_reflection_issues_and_redeems()
    {
        var inquiry = new { memberRef = Code(service.AppCodeOf(await service.NextMemberAsync())), perkId = RunningService.Bike };
        var issued = await CallAsync("perks.edge.v1.TokenService/IssueToken", new { requestId = RunningService.NewId(), inquiry });
        var redeemed = await CallAsync("perks.edge.v1.TokenService/RedeemToken", new
        {
            requestId = RunningService.NewId(),
            tokenText = issued.GetProperty("token").GetProperty("text").GetString(),
            itemRefs = new[] { RunningService.NewBike() },
        });
        Assert.Equal("REDEEM_OUTCOME_REDEEMED", redeemed.GetProperty("outcome").GetString());
    }

    private static object Code(string value) => new { kind = "MEMBER_REF_KIND_APP_CODE", value };

    private async Task<JsonElement> CallAsync(string method, object request) =>
        JsonDocument.Parse(await BufAsync("--data", JsonSerializer.Serialize(request), Url(method))).RootElement;

    private Task<string> BufAsync(params IEnumerable<string> words) => OutsideProgram.RunAsync("buf", words.Prepend("curl").Concat(
    [
        "--protocol", "grpc",
        "--cacert", Path.Combine(service.Process.Pki, "ca.pem"),
        "--cert", Path.Combine(service.Process.Pki, "bike-dock.pem"),
        "--key", Path.Combine(service.Process.Pki, "bike-dock.key"),
    ]));

    private string Url(string method) => $"https://{service.Process.Address}/{method}";
}
