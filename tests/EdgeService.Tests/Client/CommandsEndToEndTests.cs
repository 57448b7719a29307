using System.Text;
using EdgeCtl;

namespace EdgeService.Tests.Client;

/// <summary>Every command against the whole service, as a newcomer would try it.</summary>
public sealed class CommandsEndToEndTests(RunningEdge edge) : IClassFixture<RunningEdge>
{
    private const string Bike = "bike.deposit-free";
    private const string Umbrella = "umbrella.deposit-free";

    [Theory]
    [InlineData(Bike, "demo-alice", 0)]
    [InlineData(Bike, "demo-bo", 3)]
    [InlineData(Bike, "demo-hana", 3)]
    [InlineData(Bike, "demo-fay", 3)]
    [InlineData(Bike, "nobody-at-all", 3)]
    [InlineData("hospital.wheelchair", "demo-fay", 0)]
    [InlineData("trial.car", "demo-erik", 0)]
    [InlineData("housing.deposit-free", "demo-chen", 0)]
    public async Task Check_answers_by_standing(string perk, string member, int exitCode)
    {
        var run = await edge.RunAsync("check", perk, "--member", member);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal("1", (string?)run.Json["decision"]!["basis"]!["snapshotRevision"]);
    }

    [Theory]
    [InlineData("library.cardless", "--card", "CARD-ALICE", 0)]
    [InlineData("library.cardless", "--document", "id alice", 0)]
    [InlineData("library.cardless", "--card", "nobodys", 3)]
    [InlineData(Bike, "--card", "CARD-ALICE", 2)]
    public async Task Check_takes_a_card_or_document_where_the_perk_does(string perk, string option, string number, int exitCode) =>
        Assert.Equal(exitCode, (await edge.RunAsync("check", perk, option, number)).ExitCode);

    [Fact]
    public async Task Token_is_issued_verified_redeemed_once_and_its_bike_comes_back()
    {
        var issued = await edge.RunAsync("issue", Bike, "--member", "demo-chen");
        var token = (string)issued.Json["token"]!["text"]!;
        var verified = await edge.RunAsync("verify", token);
        var redeemed = await edge.RunAsync("redeem", token, "--item", "bike-11");
        var again = await edge.RunAsync("redeem", token, "--item", "bike-11");
        var confirmed = await edge.RunAsync("confirm", (string)redeemed.Json["grant"]!["grantId"]!);
        var shown = await edge.RunAsync("grant", "--item", "bike-11");
        var returned = await edge.RunAsync("return", "--item", "bike-11");

        Assert.Equal([0, 0, 0, 3, 0, 0, 0], new[] { issued, verified, redeemed, again, confirmed, shown, returned }.Select(run => run.ExitCode));
        Assert.Equal("TOKEN_VERDICT_VALID", (string?)verified.Json["verdict"]);
        Assert.Equal("REDEEM_OUTCOME_ALREADY_REDEEMED", (string?)again.Json["outcome"]);
        Assert.Equal("CUSTODY_ACTIVE", (string?)shown.Json["grant"]!["custody"]);
        Assert.Equal("CUSTODY_RETURNED", (string?)returned.Json["grant"]!["custody"]);
    }

    [Theory]
    [InlineData("CREDIT-1", "dating.badge", "--audience", "CREDIT-1", "--attribute", "band=good")]
    [InlineData("CREDIT-1", "dating.badge", "--attribute", "band=good")]
    [InlineData("LOUNGE-A", "station.lounge")]
    [InlineData("BIKE-1", Bike, "--units", "1")]
    public async Task Token_is_issued_in_the_members_app(string opens, params string[] arguments)
    {
        var issued = await edge.RunAsync(["issue", .. arguments, "--member", "demo-alice", "--as", "member-app"]);

        Assert.Equal(0, issued.ExitCode);
        Assert.Equal(opens, (string?)issued.Json["token"]!["audience"]);
        Assert.Equal("OUTCOME_ELIGIBLE", (string?)issued.Json["decision"]!["outcome"]);
    }

    [Fact]
    public async Task Desk_sees_the_band_that_the_member_stated()
    {
        var issued = await edge.RunAsync("issue", "dating.badge", "--member", "demo-alice", "--as", "member-app", "--attribute", "band=good");
        var redeemed = await edge.ShowAsync("redeem", (string)issued.Json["token"]!["text"]!);

        Assert.Equal(0, redeemed.ExitCode);
        Assert.Contains("band good", redeemed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_in_the_members_app_is_shown_with_its_claim_code()
    {
        var refused = await edge.ShowAsync("issue", Bike, "--member", "demo-bo", "--as", "member-app");
        var item = await edge.RunAsync("issue", Bike, "--member", "demo-alice", "--as", "member-app", "--item", "bike-1");

        Assert.Equal((3, 2), (refused.ExitCode, item.ExitCode));
        Assert.Contains("\nPD1", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoked_token_opens_nothing()
    {
        var issued = await edge.RunAsync("issue", Bike, "--member", "demo-dora");
        var token = (string)issued.Json["token"]!["text"]!;

        var revoked = await edge.RunAsync("revoke", token);
        var redeemed = await edge.RunAsync("redeem", token, "--item", "bike-12");

        Assert.Equal((0, 3), (revoked.ExitCode, redeemed.ExitCode));
        Assert.Equal("TOKEN_VERDICT_REVOKED", (string?)redeemed.Json["verdict"]);
    }

    [Theory]
    [InlineData("--png", "token.png", "\u0089PNG")]
    [InlineData("--svg", "token.svg", "<svg")]
    public async Task Picture_is_saved_on_request(string option, string file, string begins)
    {
        var run = await edge.RunAsync("issue", Umbrella, "--member", "demo-alice", option, file);

        Assert.Equal(0, run.ExitCode);
        var saved = await File.ReadAllBytesAsync((string)run.Json["file"]!);
        Assert.Contains(begins, Encoding.Latin1.GetString(saved.AsSpan(0, Math.Min(200, saved.Length))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_is_drawn_where_people_look()
    {
        var run = await edge.ShowAsync("issue", Umbrella, "--member", "demo-alice");

        Assert.Contains("▄▄▄▄▄", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nPE1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grant_is_called_off_before_the_handover()
    {
        var begun = await edge.RunAsync("begin", Umbrella, "--member", "demo-chen", "--item", "umbrella-7");
        var cancelled = await edge.RunAsync("cancel", (string)begun.Json["grant"]!["grantId"]!, "--reason", "lock jammed");
        var gone = await edge.RunAsync("return", "--item", "umbrella-7");

        Assert.Equal((0, 0, ExitCode.NotSo), (begun.ExitCode, cancelled.ExitCode, gone.ExitCode));
        Assert.Equal("CUSTODY_CANCELLED", (string?)cancelled.Json["grant"]!["custody"]);
        Assert.Equal("GRANT_UNKNOWN", (string?)gone.Json["error"]!["reason"]);
    }

    [Fact]
    public async Task Repeated_request_id_grants_once_and_another_body_is_refused()
    {
        var id = Guid.NewGuid().ToString();
        var code = (string)(await edge.RunAsync("app-code", "demo-erik")).Json["appCode"]!;
        string[] request = ["begin", Umbrella, "--app-code", code, "--item", "umbrella-8", "--request-id", id];

        var first = await edge.RunAsync(request);
        var second = await edge.RunAsync(request);
        var other = await edge.RunAsync("begin", Umbrella, "--app-code", code, "--item", "umbrella-9", "--request-id", id);

        Assert.Equal((0, 0, 5), (first.ExitCode, second.ExitCode, other.ExitCode));
        Assert.Equal((string?)first.Json["grant"]!["grantId"], (string?)second.Json["grant"]!["grantId"]);
        Assert.Equal("REQUEST_ID_REUSED", (string?)other.Json["error"]!["reason"]);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    [InlineData("sv")]
    [InlineData("de")]
    public async Task Refusal_is_explained_to_the_member_in_every_language(string language)
    {
        var refused = await edge.RunAsync("check", Bike, "--member", "demo-bo");
        var claimCode = (string)refused.Json["decision"]!["claimCode"]!;
        var base64 = (string)refused.Json["decision"]!["decisionId"]!;
        var hex = Convert.ToHexString(Convert.FromBase64String(base64));

        foreach (var written in new[] { claimCode, base64, hex })
        {
            var run = await edge.RunAsync("explain", written, "--member", "demo-bo", "--lang", language);

            Assert.Equal(0, run.ExitCode);
            Assert.Equal(language, (string?)run.Json["languageCode"]);
            Assert.Equal(650, (int)run.Json["nextScoreStep"]!);
            Assert.NotEmpty(run.Json["reasons"]!.AsArray());
        }
    }

    [Fact]
    public async Task Refusal_is_not_explained_to_another_member()
    {
        var refused = await edge.RunAsync("check", Bike, "--member", "demo-bo");

        var run = await edge.RunAsync("explain", (string)refused.Json["decision"]!["claimCode"]!, "--member", "demo-alice");

        Assert.Equal(ExitCode.NotSo, run.ExitCode);
        Assert.Equal("DECISION_UNKNOWN", (string?)run.Json["error"]!["reason"]);
    }

    [Fact]
    public async Task App_code_belongs_to_the_first_terminal_that_shows_it()
    {
        var code = (string)(await edge.RunAsync("app-code", "demo-alice")).Json["appCode"]!;

        var dock = await edge.RunAsync("check", Bike, "--app-code", code);
        var kiosk = await edge.RunAsync("check", "library.cardless", "--app-code", code);

        Assert.Equal((0, 5), (dock.ExitCode, kiosk.ExitCode));
        Assert.Equal("APP_CODE_USED_ELSEWHERE", (string?)kiosk.Json["error"]!["reason"]);
    }

    [Fact]
    public async Task Terminal_lists_what_it_offers_and_the_member_what_is_in_reach()
    {
        var offered = await edge.RunAsync("perks", "--as", "hospital-desk");
        var within = await edge.RunAsync("perks", "--member", "demo-alice");

        Assert.Equal(["hospital.credit-treatment", "hospital.wheelchair"], offered.Json["perks"]!.AsArray().Select(perk => (string)perk!["perkId"]!));
        Assert.True(within.Json["perks"]!.AsArray().Count >= 17);
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("health")]
    [InlineData("catalog", "lint")]
    [InlineData("snapshot", "verify")]
    [InlineData("snapshot", "inspect")]
    public async Task State_of_the_service_and_its_files_is_good(params string[] command)
    {
        var json = await edge.RunAsync(command);
        var shown = await edge.ShowAsync(command);

        Assert.Equal((0, 0), (json.ExitCode, shown.ExitCode));
        Assert.NotEmpty(json.Json.AsObject());
        Assert.NotEmpty(shown.Output);
    }

    [Fact]
    public async Task Perk_of_another_terminal_is_wrong_usage()
    {
        var run = await edge.RunAsync("check", Bike, "--member", "demo-alice", "--as", "library-kiosk");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("PERK_NOT_OFFERED", (string?)run.Json["error"]!["reason"]);
    }
}
