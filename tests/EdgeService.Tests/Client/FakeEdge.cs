using EdgeService.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeService.Tests.Client;

/// <summary>A real Kestrel that answers as a test tells it to.</summary>
internal sealed class FakeEdge : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeEdge(WebApplication app) => _app = app;

    public FakeEligibility Eligibility => _app.Services.GetRequiredService<FakeEligibility>();

    public FakeGrants Grants => _app.Services.GetRequiredService<FakeGrants>();

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<FakeEdge> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<FakeEligibility>().AddSingleton<FakeGrants>();
        var app = builder.Build();
        app.MapGrpcService<FakeEligibility>();
        app.MapGrpcService<FakeGrants>();
        await app.StartAsync();
        return new FakeEdge(app);
    }

    public EdgeChannel Open(RetryOptions? retry = null) => EdgeChannel.Open(new EdgeConnection
    {
        Address = Address,
        Deadline = TimeSpan.FromMinutes(1),
        DevelopmentTerminal = "citybike:central-park:dock-1",
        Retry = retry ?? new RetryOptions { InitialBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(2) },
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
