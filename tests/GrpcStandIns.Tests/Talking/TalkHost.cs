using System.Net;
using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcStandIns.Tests.Talking;

/// <summary>Serves one <see cref="Talk"/> on a free loopback port, in plain text or with TLS, and opens channels to it.</summary>
internal sealed class TalkHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<GrpcChannel> channels = [];
    private readonly X509Certificate2? certificate;

    private TalkHost(WebApplication app, X509Certificate2? certificate)
    {
        this.app = app;
        this.certificate = certificate;
    }

    public Uri Address => new(app.Urls.Single());

    /// <summary>With a certificate the door is TLS and takes, but does not ask for, the same certificate from clients.</summary>
    public static async Task<TalkHost> StartAsync(
        Talk? talk = null, Action<GrpcServiceOptions>? configure = null, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, door =>
        {
            door.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
                door.UseHttps(Tls(certificate));
        }));
        builder.Services.AddSingleton(talk ?? new Talk());
        builder.Services.AddGrpc(options => configure?.Invoke(options));
        var app = builder.Build();
        app.MapGrpcService<Talk>();
        await app.StartAsync();
        return new TalkHost(app, certificate);
    }

    public TalkService.TalkServiceClient Client(Action<GrpcChannelOptions>? configure = null) => new(Channel(configure));

    /// <summary>A channel that trusts the host's certificate and no other.</summary>
    public GrpcChannel Channel(Action<GrpcChannelOptions>? configure = null, X509Certificate2? clientCertificate = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, seen, _, _) => seen is not null && seen.Equals(certificate);
        if (clientCertificate is not null)
            handler.SslOptions.ClientCertificates = [clientCertificate];
        var options = new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true };
        configure?.Invoke(options);
        var channel = GrpcChannel.ForAddress(Address, options);
        channels.Add(channel);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        channels.ForEach(channel => channel.Dispose());
        await app.DisposeAsync();
    }

    private static HttpsConnectionAdapterOptions Tls(X509Certificate2 certificate) => new()
    {
        ServerCertificate = certificate,
        ClientCertificateMode = ClientCertificateMode.AllowCertificate,
        ClientCertificateValidation = (seen, _, _) => seen.Equals(certificate),
    };
}
