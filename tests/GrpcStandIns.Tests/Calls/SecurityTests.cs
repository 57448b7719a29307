using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using GrpcStandIns.Tests.Talking;

namespace GrpcStandIns.Tests.Calls;

/// <summary>Credentials of calls and channels over TLS, and what the server learns of its peer.</summary>
public sealed class SecurityTests : IDisposable
{
    private readonly X509Certificate2 certificate = LoopbackCertificate.Create("loopback");
    private readonly List<string> seen = [];

    public void Dispose() => certificate.Dispose();

    [Fact]
    public async Task Channel_credentials_carry_call_credentials()
    {
        await using var host = await StartAsync();
        var credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, Adding("first"));

        await host.Client(options => options.Credentials = credentials).SayAsync(Talk.Of(""));

        Assert.Equal(["first"], seen);
    }

    [Fact]
    public async Task Composed_credentials_apply_in_order()
    {
        await using var host = await StartAsync();
        var options = new CallOptions(credentials: CallCredentials.Compose(Adding("first"), Adding("second")));

        await host.Client(channel => channel.Credentials = new SslCredentials()).SayAsync(Talk.Of(""), options);

        Assert.Equal("first, second", string.Join(", ", seen));
    }

    [Fact]
    public async Task Credentials_learn_which_call_they_are_for()
    {
        AuthInterceptorContext? asked = null;
        await using var host = await StartAsync();
        var credentials = CallCredentials.FromInterceptor((context, _) =>
        {
            asked = context;
            return Task.CompletedTask;
        });
        using var giveUp = new CancellationTokenSource();

        await host.Client().SayAsync(Talk.Of(""), new CallOptions(credentials: credentials, cancellationToken: giveUp.Token));

        Assert.Equal("Say", asked!.MethodName);
        Assert.Equal(new Uri(host.Address, "talk.v1.TalkService").ToString(), asked.ServiceUrl);
    }

    [Fact]
    public async Task Call_credentials_stay_off_a_channel_without_tls()
    {
        await using var host = await TalkHost.StartAsync(Noting());
        await host.Client().SayAsync(Talk.Of(""), new CallOptions(credentials: Adding("secret")));

        Assert.Empty(seen);
    }

    [Fact]
    public async Task Call_credentials_go_without_tls_only_when_that_is_asked_for()
    {
        await using var host = await TalkHost.StartAsync(Noting());
        var client = host.Client(options =>
        {
            options.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, Adding("plain"));
            options.UnsafeUseInsecureChannelCallCredentials = true;
        });
        await client.SayAsync(Talk.Of(""));

        Assert.Equal(["plain"], seen);
        Assert.Throws<InvalidOperationException>(() =>
            host.Channel(options => options.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, Adding("plain"))));
    }

    [Fact]
    public async Task Channel_refuses_certificates_that_it_would_not_use()
    {
        await using var host = await StartAsync();
        var credentials = new SslCredentials("roots", new KeyCertificatePair("chain", "key"), _ => true);

        Assert.Throws<InvalidOperationException>(() => host.Channel(options => options.Credentials = credentials));
    }

    [Fact]
    public async Task Channel_refuses_credentials_that_do_not_fit_its_address()
    {
        await using var host = await StartAsync();
        Assert.Throws<InvalidOperationException>(() => host.Channel(options => options.Credentials = ChannelCredentials.Insecure));
    }

    [Fact]
    public async Task Peer_with_a_certificate_is_authenticated()
    {
        AuthContext? peer = null;
        await using var host = await StartAsync(context => peer = context.AuthContext);

        await new TalkService.TalkServiceClient(host.Channel(clientCertificate: certificate)).SayAsync(Talk.Of(""));

        Assert.True(peer!.IsPeerAuthenticated);
        Assert.Equal(peer.FindPropertiesByName(peer.PeerIdentityPropertyName!), peer.PeerIdentity);
        Assert.Equal("loopback", Assert.Single(peer.FindPropertiesByName("x509_common_name")).Value);
    }

    [Fact]
    public async Task Peer_without_a_certificate_is_not_authenticated()
    {
        AuthContext? peer = null;
        await using var host = await StartAsync(context => peer = context.AuthContext);

        await host.Client().SayAsync(Talk.Of(""));

        Assert.False(peer!.IsPeerAuthenticated);
        Assert.Null(peer.PeerIdentityPropertyName);
        Assert.Empty(peer.PeerIdentity);
        Assert.Empty(peer.Properties);
    }

    private static CallCredentials Adding(string value) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add("Authorization", value);
        return Task.CompletedTask;
    });

    private Task<TalkHost> StartAsync(Action<ServerCallContext>? look = null) =>
        TalkHost.StartAsync(Noting(look), certificate: certificate);

    private Talk Noting(Action<ServerCallContext>? look = null) => new()
    {
        OnSay = (line, context) =>
        {
            look?.Invoke(context);
            seen.AddRange(context.RequestHeaders.GetAll("authorization").Select(entry => entry.Value));
            return Task.FromResult(line);
        },
    };
}
