using System.Text;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using EdgeSip2.Protocol;
using EdgeSip2.Settings;

namespace EdgeService.Tests.Sip2;

/// <summary>Without a library system: the gateway answers alone.</summary>
public sealed class LoneGatewayTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    [Fact]
    public async Task Whole_visit_is_answered_by_the_edge()
    {
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, null, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        var status = await kiosk.AskAsync("9900302.00");
        Assert.Equal(("98", 'Y', "City Library"), (status.Code, status.Fixed[0], status[SipTag.LibraryName]));
        var code = edge.AppCodeOf("demo-alice");
        Assert.Equal("Y", (await kiosk.AskAsync(TrialKiosk.Information(code)))[SipTag.ValidPatron]);
        var lent = await kiosk.AskAsync(TrialKiosk.Checkout(code, "LONE-1"));
        var due = SipTime.Read(lent[SipTag.DueDate], TimeSpan.FromHours(8));
        Assert.Equal('1', lent.Fixed[0]);
        Assert.InRange((due - edge.Clock.Now)!.Value.TotalDays, 29.9, 30.1);
        Assert.StartsWith("04", (await kiosk.AskAsync("1720261127    120000AOCITY|ABLONE-1|AC|")).Fixed);

        var renewed = await kiosk.AskAsync(TrialKiosk.Renewal(code, "LONE-1"));
        Assert.Equal(('1', due + TimeSpan.FromDays(30)), (renewed.Fixed[0], SipTime.Read(renewed[SipTag.DueDate], TimeSpan.FromHours(8))));
        Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkin("LONE-1"))).Fixed[0]);
        Assert.Equal('0', (await kiosk.AskAsync(TrialKiosk.Checkin("LONE-1"))).Fixed[0]);
        Assert.StartsWith("03", (await kiosk.AskAsync("1720261127    120000AOCITY|ABLONE-1|AC|")).Fixed);
        Assert.Equal('0', (await kiosk.AskAsync(TrialKiosk.Renewal(code, "LONE-1"))).Fixed[0]);
        Assert.Equal("36", (await kiosk.AskAsync($"3520261127    120000AOCITY|AA{code}|AC|AD|")).Code);
    }

    [Fact]
    public async Task Old_code_is_asked_for_anew()
    {
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, null, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        var answer = await kiosk.AskAsync(TrialKiosk.Checkout("PA1NOTACODE", "LONE-2"));
        Assert.Equal(('0', "Please refresh the code in your app and scan it again."), (answer.Fixed[0], answer[SipTag.ScreenMessage]));
    }

    [Theory]
    [InlineData("01N20261127    120000AOCITY|ALlost|AA1|AC|", "24")]
    [InlineData("15+20261127    120000AOCITY|AA1|AD|", "16")]
    [InlineData("3720261127    1200000100CNYBV1.00|AOCITY|AA1|AC|AD|", "38")]
    [InlineData("1920261127    120000AOCITY|ABx|AC|CH|", "20")]
    [InlineData("6520261127    120000AOCITY|AA1|AD|AC|", "66")]
    public async Task What_the_edge_does_not_do_is_answered_as_not_done(string message, string answer)
    {
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, null, edge.Clock);
        using var kiosk = await gateway.ConnectAsync();
        Assert.Equal(answer, (await kiosk.AskAsync(message)).Code);
    }

    [Fact]
    public async Task Login_names_the_terminal_and_without_it_nothing_is_lent()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("password"), "s3cret\n");
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, null, edge.Clock, folder, settings => settings with
        {
            Kiosks = [new KioskSettings { Login = "hall", PasswordFile = folder.At("password"), DevelopmentTerminal = Terminal.Kiosk }],
        });
        using var kiosk = await gateway.ConnectAsync();
        var code = edge.AppCodeOf("demo-chen");
        Assert.Equal('0', (await kiosk.AskAsync(TrialKiosk.Checkout(code, "LONE-3"))).Fixed[0]);
        Assert.Equal("0", (await kiosk.AskAsync("9300CNhall|COwrong|CP|")).Fixed);
        Assert.Equal("0", (await kiosk.AskAsync("9300CN|CO|CP|")).Fixed);
        Assert.Equal("1", (await kiosk.AskAsync("9300CNhall|COs3cret|CP|")).Fixed);
        Assert.Equal('1', (await kiosk.AskAsync(TrialKiosk.Checkout(code, "LONE-3"))).Fixed[0]);
        await kiosk.AskAsync(TrialKiosk.Checkin("LONE-3"));
    }

    [Fact]
    public async Task Hostile_and_clumsy_senders_neither_stop_the_gateway_nor_reach_its_log()
    {
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, null, edge.Clock);
        using (var endless = await gateway.ConnectAsync())
        {
            await endless.SendAsync(Encoding.Latin1.GetBytes(new string('x', 10_000)));
            Assert.Null(await endless.HearAsync());
        }

        using (var hangsUp = await gateway.ConnectAsync())
            await hangsUp.SendAsync("1120261127"u8.ToArray());
        using var slow = await gateway.ConnectAsync();
        foreach (var piece in new[] { "\r\n\n99003", "02.0", "0\r9900302.00\r" })
            await slow.SendAsync(Encoding.Latin1.GetBytes(piece));
        Assert.StartsWith("98", await slow.HearAsync());
        Assert.StartsWith("98", await slow.HearAsync());
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var noise = new byte[random.Next(1, 200)];
            random.NextBytes(noise);
            await slow.SendAsync([.. noise.Where(each => each is not (10 or 13)), 13]);
        }

        using var next = await gateway.ConnectAsync();
        Assert.StartsWith("98", await next.SayAsync("9900302.00"));
        Assert.DoesNotContain("xxx", gateway.Log);
        Assert.DoesNotContain("fault of the gateway", gateway.Log);
    }

    [Fact]
    public async Task Door_with_a_certificate_speaks_tls_only()
    {
        var pki = Path.Combine(edge.Host.Home, "pki");
        await using var gateway = TrialGateway.Start(edge.Host.Doors.Plaintext!, null, edge.Clock, null, settings => settings with
        {
            Listen = [new ListenSettings { Port = 0, Certificate = Path.Combine(pki, "server.pem"), Key = Path.Combine(pki, "server.key") }],
        });
        using var kiosk = await TrialKiosk.ConnectAsync(gateway.Door, (_, certificate, _, _) => certificate is not null);
        Assert.StartsWith("98", await kiosk.SayAsync("9900302.00"));
        using var plain = await TrialKiosk.ConnectAsync(gateway.Door);
        Assert.DoesNotContain("98", await plain.SayAsync("9900302.00") ?? "");
    }
}
