using System.Security.Cryptography.X509Certificates;
using EdgeService.Doors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeService.Tests.Hosting;

/// <summary>The whole service in this process, on free ports, with a home folder of its own.</summary>
public sealed class EdgeHost : IAsyncDisposable
{
    private readonly TemporaryFolder _home;
    private readonly bool _ownsHome;
    private readonly List<GrpcChannel> _channels = [];

    private EdgeHost(TemporaryFolder home, WebApplication app, bool ownsHome)
    {
        (_home, App, _ownsHome) = (home, app, ownsHome);
        Doors = BoundDoors.Of(app);
    }

    public WebApplication App { get; }

    public BoundDoors Doors { get; }

    public string Home => _home.Path;

    public static Task<EdgeHost> StartAsync(params string[] settings) => StartAsync(null, null, settings);

    /// <param name="extend">Adds or replaces services.</param>
    /// <param name="map">Adds endpoints.</param>
    /// <param name="settings">Further settings, such as <c>--Edge:Doors:MaxCalls=1</c>.</param>
    public static async Task<EdgeHost> StartAsync(Action<WebApplicationBuilder>? extend, Action<WebApplication>? map, params string[] settings)
    {
        var home = new TemporaryFolder();
        MadeHome.CopyTo(home);
        var app = EdgeApp.Build([.. SettingsOf(home), .. settings], extend, map);
        await app.StartAsync();
        return new EdgeHost(home, app, ownsHome: true);
    }

    /// <summary>The same on a home that is there and stays.</summary>
    public static async Task<EdgeHost> StartInAsync(TemporaryFolder home, params string[] settings)
    {
        var app = EdgeApp.Build([.. SettingsOf(home), .. settings]);
        await app.StartAsync();
        return new EdgeHost(home, app, ownsHome: false);
    }

    public static string[] SettingsOf(TemporaryFolder home) =>
    [
        "--environment=Development",
        $"--Edge:Home={home.Path}",
        "--Edge:Doors:Port=0",
        "--Edge:Doors:PlaintextPort=0",
        "--Edge:Doors:WebPort=0",
        "--Logging:LogLevel:Default=Warning",
    ];

    public T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>A channel to the TLS door with one of the certificates under <c>pki</c>, such as <c>bike-dock</c>.</summary>
    public GrpcChannel As(string name) => Keep(ClientChannel.Tls(Doors.Tls, Path.Combine(Home, "pki", "ca.pem"), Path.Combine(Home, "pki", name)));

    /// <summary>A channel to the plaintext door; name the terminal in each call's headers.</summary>
    public GrpcChannel Plaintext() => Keep(GrpcChannel.ForAddress(Doors.Plaintext!));

    /// <summary>A channel to the TLS door with a certificate that a test has made.</summary>
    public GrpcChannel As(X509Certificate2 certificate) => Keep(ClientChannel.Tls(Doors.Tls, Authority("ca"), certificate));

    /// <summary>One of the authorities under <c>pki</c> with its key, such as <c>terminals-ca</c>.</summary>
    public X509Certificate2 Authority(string name) => CertificateOf(name);

    /// <summary>One of the certificates under <c>pki</c> with its key, such as <c>bike-dock</c>.</summary>
    public X509Certificate2 CertificateOf(string name) =>
        X509Certificate2.CreateFromPemFile(Path.Combine(Home, "pki", name + ".pem"), Path.Combine(Home, "pki", name + ".key"));

    public GrpcChannel Keep(GrpcChannel channel)
    {
        _channels.Add(channel);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels)
            channel.Dispose();
        await App.DisposeAsync();
        if (_ownsHome)
            _home.Dispose();
    }
}
