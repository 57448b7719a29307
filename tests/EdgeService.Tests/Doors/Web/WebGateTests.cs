using System.Net;
using EdgeService.Audit;
using EdgeService.Building.Audit;
using EdgeService.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Health.V1;
using Perks.Edge.V1;

namespace EdgeService.Tests.Doors.Web;

/// <summary>What holds at the terminals' door holds at the browsers', and no foreign page speaks in the terminal's name.</summary>
public sealed class WebGateTests
{
    private const string ListPerks = "/perks.edge.v1.EligibilityService/ListPerks";
    private const string Health = "/grpc.health.v1.Health/Check";
    private const string Unary = "/perks.edge.v1.TrialService/Unary";

    public static TheoryData<string> Versions => ["1.1", "2.0"];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Certificate_says_who_asks_and_the_table_what_for(string version)
    {
        await using var host = await EdgeHost.StartAsync();
        using var kiosk = new WebCaller(host, "library-kiosk", version);
        var offered = ListPerksResponse.Parser.ParseFrom(Assert.Single((await kiosk.CallAsync(ListPerks, new ListPerksRequest())).Messages));
        Assert.Contains(offered.Perks, perk => perk.PerkId == "library.cardless");
        Assert.DoesNotContain(offered.Perks, perk => perk.PerkId == "bike.deposit-free");

        using var operators = new WebCaller(host, "operator", version);
        var refused = await operators.CallAsync(ListPerks, new ListPerksRequest());
        Assert.Equal((HttpStatusCode.OK, "7", "METHOD_NOT_ALLOWED"), (refused.Http, refused.Status, refused.Reason));
        var acted = await kiosk.CallAsync("/perks.admin.v1.SnapshotService/GetBasis", new Empty());
        Assert.Equal(("7", "METHOD_NOT_ALLOWED"), (acted.Status, acted.Reason));

        host.Service<AuditTrail>().Flush();
        var lines = AuditFolder.Files(Path.Combine(host.Home, "audit")).SelectMany(AuditScan.Lines).Select(line => AuditLine.Read(line.Bytes.Span)!.Entry).ToList();
        Assert.Contains(lines, line => line.Act == ListPerks[1..] && line.Actor == "urn:perks:operator:development" && line.Outcome == "REFUSED METHOD_NOT_ALLOWED");
    }

    [Fact]
    public async Task Header_of_the_plaintext_door_names_nobody_here()
    {
        await using var host = await EdgeHost.StartAsync();
        using var kiosk = new WebCaller(host, "library-kiosk");
        var reply = await kiosk.CallAsync(ListPerks, new ListPerksRequest(), WebCaller.Binary, ("x-edge-terminal", "citybike:central-park:dock-1"));
        Assert.DoesNotContain(ListPerksResponse.Parser.ParseFrom(reply.Messages[0]).Perks, perk => perk.PerkId == "bike.deposit-free");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Pace_and_places_of_the_caller_are_shared_with_the_other_door(string version)
    {
        await using var host = await TrialWork.HostAsync(
            (request, _) => Task.FromResult(request), "--Edge:Doors:CallBurst=100", "--Edge:Doors:CallsPerSecond=1");
        var invoker = host.As("bike-dock").CreateCallInvoker();
        for (var i = 0; i < 95; i++)
            await TrialWork.CallAsync(invoker, Grpc.Core.MethodType.Unary);
        using var caller = new WebCaller(host, version: version);
        var statuses = new List<string>();
        for (var i = 0; i < 10; i++)
            statuses.Add((await caller.CallAsync(Unary, new StringValue())).Reason);
        Assert.Equal("", statuses[0]);
        Assert.Equal("CALLER_LIMIT", statuses[^1]);
        var page = await caller.SendAsync(HttpMethod.Get, "/");
        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (page.Http, page.Headers["retry-after"]));
    }

    [Fact]
    public async Task Full_edge_turns_away_and_health_still_answers()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource<StringValue>());
        await using var host = await TrialWork.HostAsync((_, _) => { entered.TrySetResult(); return leave.Task; }, "--Edge:Doors:MaxCalls=1");
        using var caller = new WebCaller(host, version: "1.1");
        var first = caller.CallAsync(Unary, new StringValue());
        await entered.Task;
        var shed = await caller.CallAsync(Unary, new StringValue());
        Assert.Equal(("8", "OVERLOADED"), (shed.Status, shed.Reason));
        Assert.Equal("0", (await caller.CallAsync(Health, new HealthCheckRequest())).Status);
        leave.SetResult(new StringValue());
        Assert.Equal("0", (await first).Status);
        Assert.Equal("0", (await caller.CallAsync(Unary, new StringValue())).Status);
    }

    [Theory]
    [InlineData("sec-fetch-site", "cross-site", false)]
    [InlineData("sec-fetch-site", "same-site", false)]
    [InlineData("sec-fetch-site", "same-origin", true)]
    [InlineData("sec-fetch-site", "none", true)]
    [InlineData("origin", "https://evil.example", false)]
    [InlineData("origin", "null", false)]
    public async Task Only_pages_of_this_address_may_call(string header, string value, bool allowed)
    {
        await using var host = await EdgeHost.StartAsync();
        using var caller = new WebCaller(host, "library-kiosk");
        var reply = await caller.CallAsync(ListPerks, new ListPerksRequest(), WebCaller.Binary, (header, value));
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, reply.Http);
        Assert.Equal(allowed ? 1 : 0, reply.Messages.Count);
        var own = await caller.CallAsync(ListPerks, new ListPerksRequest(), WebCaller.Binary, ("origin", host.Doors.Web!.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.OK, own.Http);
    }

    [Fact]
    public async Task Preflight_of_a_foreign_page_is_given_nothing()
    {
        await using var host = await EdgeHost.StartAsync();
        using var caller = new WebCaller(host, "library-kiosk", "1.1");
        var reply = await caller.SendAsync(
            HttpMethod.Options, ListPerks, null, ("origin", "https://evil.example"), ("access-control-request-method", "POST"), ("access-control-request-headers", "content-type"));
        Assert.Equal(HttpStatusCode.Forbidden, reply.Http);
        Assert.DoesNotContain(reply.Headers.Keys, name => name.StartsWith("access-control", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST", 405)]
    [InlineData("PUT", 405)]
    [InlineData("OPTIONS", 405)]
    [InlineData("GET", 404)]
    public async Task What_is_not_there_is_said_plainly_and_nothing_is_guessed(string method, int status)
    {
        await using var host = await EdgeHost.StartAsync();
        using var caller = new WebCaller(host, "library-kiosk", "1.1");
        var reply = await caller.SendAsync(new HttpMethod(method), "/nothing/here");
        Assert.Equal(status, (int)reply.Http);
        Assert.Equal("nosniff", reply.Headers["x-content-type-options"]);
        Assert.StartsWith("default-src 'none'", reply.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("server", reply.Headers.Keys);
    }

    [Fact]
    public async Task Door_is_closed_where_no_port_is_set()
    {
        await using var host = await EdgeHost.StartAsync("--Edge:Doors:WebPort=");
        Assert.Null(host.Doors.Web);
    }
}
