using EdgeService.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Edge.V1;
using Perks.Member.V1;

namespace EdgeService.Tests.Flow;

/// <summary>Every method that says anything of a member demands that the member is present. Here as in production: a bare id is nothing.</summary>
public sealed class PresenceTests : IAsyncLifetime
{
    private const string Bike = "bike.deposit-free";

    private EdgeHost _host = null!;
    private Terminal _dock = null!;
    private MembershipService.MembershipServiceClient _app = null!;

    public static TheoryData<string, string> MethodsWithoutPresence
    {
        get
        {
            string[] methods = ["check", "batch", "stream", "issue", "begin", "claims", "app.issue", "app.perks", "app.grants", "app.explain", "app.dispute", "app.receipt"];
            var all = new TheoryData<string, string>();
            foreach (var method in methods)
            {
                foreach (var lack in new[] { "nobody", "bare id", "card", "made up", "unknown kind" })
                    all.Add(method, lack);
            }

            return all;
        }
    }

    public async Task InitializeAsync()
    {
        _host = await EdgeHost.StartAsync("--Edge:Presence:AcceptsMemberIds=false");
        _dock = new(_host, Terminal.Dock);
        _app = new(_host.As("member-app"));
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(MethodsWithoutPresence))]
    public async Task Method_answers_nothing_without_the_member(string method, string lack)
    {
        var member = lack switch
        {
            "nobody" => null,
            "bare id" => Terminal.Member("demo-alice"),
            "card" => new MemberRef { Kind = MemberRefKind.PartnerCard, Value = "CARD-ALICE" },
            "made up" => new MemberRef { Kind = MemberRefKind.AppCode, Value = "PA1AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
            _ => new MemberRef { Kind = (MemberRefKind)9, Value = "demo-alice" },
        };
        Assert.Equal("FIELD_INVALID member_ref", await FaultOfAsync(method, member));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("batch")]
    [InlineData("stream")]
    [InlineData("issue")]
    [InlineData("begin")]
    public async Task Code_of_another_terminal_answers_nothing(string method)
    {
        var code = new MemberRef { Kind = MemberRefKind.AppCode, Value = CodeOf("demo-alice") };
        await new Terminal(_host, Terminal.Kiosk).CheckAsync(new Inquiry { MemberRef = code, PerkId = "library.card-free" });
        Assert.StartsWith("APP_CODE_USED_ELSEWHERE", await FaultOfAsync(method, code), StringComparison.Ordinal);
    }

    private async Task<string> FaultOfAsync(string method, MemberRef? member)
    {
        try
        {
            return await CallAsync(method, member) is { } item ? Name(item) : "answered";
        }
        catch (RpcException refused)
        {
            return Name(Fault.Parser.ParseFrom(refused.Trailers.GetValueBytes("perks-error-fields-bin")));
        }
    }

    private static string Name(Fault fault)
    {
        var field = fault.Fields.Select(one => one.Field.Split('.').First(part => part.StartsWith("member_ref", StringComparison.Ordinal))).Distinct();
        return string.Join(' ', [fault.Reason.ToString().Aggregate("", (text, letter) => text + (char.IsUpper(letter) && text.Length > 0 ? "_" : "") + char.ToUpperInvariant(letter)), .. field]);
    }

    private async Task<Fault?> CallAsync(string method, MemberRef? member)
    {
        var inquiry = new Inquiry { MemberRef = member, PerkId = Bike };
        switch (method)
        {
            case "check": await _dock.CheckAsync(inquiry); return null;
            case "batch": return (await _dock.Eligibility.BatchCheckEligibilityAsync(new() { Inquiries = { inquiry } }, _dock.Options)).Results[0].Fault;
            case "stream": return await StreamAsync(inquiry);
            case "issue": await _dock.IssueAsync(inquiry); return null;
            case "begin": await _dock.BeginAsync(inquiry); return null;
            case "claims": return await ClaimAsync(inquiry);
            case "app.issue": await _app.IssueTokenAsync(new() { RequestId = Terminal.NewId(), MemberRef = member, PerkId = Bike, Audience = "BIKE-1" }); return null;
            case "app.perks": await _app.ListPerksAsync(new() { MemberRef = member }); return null;
            case "app.grants": await _app.ListGrantsAsync(new() { MemberRef = member }); return null;
            case "app.explain": await _app.ExplainDecisionAsync(new() { MemberRef = member, DecisionId = Google.Protobuf.ByteString.CopyFrom(new byte[40]) }); return null;
            case "app.dispute": await _app.DisputeGrantAsync(new() { RequestId = Terminal.NewId(), MemberRef = member, GrantId = await AnyGrantAsync(), Reason = "why" }); return null;
            default: await _app.SubmitReceiptAsync(new() { RequestId = Terminal.NewId(), MemberRef = member, ReceiptText = "PR1AAAA" }); return null;
        }
    }

    private async Task<Fault?> StreamAsync(Inquiry inquiry)
    {
        using var call = _dock.Eligibility.StreamEligibility(_dock.Options);
        await call.RequestStream.WriteAsync(new() { CorrelationId = "1", Inquiry = inquiry });
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext());
        return call.ResponseStream.Current.Result.Fault;
    }

    private async Task<Fault?> ClaimAsync(Inquiry inquiry)
    {
        inquiry.ItemRefs.Add("bike-1");
        using var call = _dock.Grants.ReportOfflineClaims(_dock.Options);
        await call.RequestStream.WriteAsync(new() { Sequence = 1, RequestId = Terminal.NewId(), ClaimTime = DateTimeOffset.UtcNow.AddSeconds(-1).ToTimestamp(), Lending = inquiry });
        await call.RequestStream.CompleteAsync();
        return (await call).Results[0].Fault;
    }

    private async Task<string> AnyGrantAsync()
    {
        var code = new MemberRef { Kind = MemberRefKind.AppCode, Value = CodeOf("demo-chen") };
        return (await _dock.BeginAsync(new Inquiry { MemberRef = code, PerkId = "charger.deposit-free", ItemRefs = { Terminal.NewId() } })).Grant.GrantId;
    }

    private string CodeOf(string memberId)
    {
        var key = File.ReadAllBytes(Path.Combine(_host.Home, "secret", "app-code.key"));
        using var cipher = new System.Security.Cryptography.AesGcm(key, 16);
        return Core.Members.AppCode.Seal(memberId, DateTimeOffset.UtcNow, System.Security.Cryptography.RandomNumberGenerator.GetBytes(12), cipher);
    }
}
