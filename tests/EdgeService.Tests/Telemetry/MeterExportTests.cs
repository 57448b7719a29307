using System.Text;
using EdgeService.Telemetry;
using EdgeService.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeService.Tests.Telemetry;

public sealed class MeterExportTests
{
    [Fact]
    public async Task Named_collector_receives_our_figures_and_the_web_servers_at_the_latest_when_the_service_stops()
    {
        var received = new StringBuilder();
        await using var collector = await CollectorAsync(received);
        await using (var host = await EdgeHost.StartAsync($"--Edge:Telemetry:Endpoint={collector.Urls.Single()}"))
        {
            host.Service<EdgeMeter>().Decided("bike.deposit-free", "ELIGIBLE", "");
            await new Grpc.Health.V1.Health.HealthClient(host.As("operator")).CheckAsync(new());
        }

        Assert.Contains("edge.decisions", received.ToString(), StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", received.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Takes any export and remembers its bytes as text.</summary>
    private static async Task<WebApplication> CollectorAsync(StringBuilder received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, door => door.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Append(Encoding.Latin1.GetString(body.ToArray()));
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await app.StartAsync();
        return app;
    }
}
