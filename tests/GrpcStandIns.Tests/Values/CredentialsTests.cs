using System.Text;
using Grpc.Core;

namespace GrpcStandIns.Tests.Values;

/// <summary>Credentials tell a configurator exactly what they are, once, and pass its state through.</summary>
public class CredentialsTests
{
    private static readonly AsyncAuthInterceptor Nothing = (_, _) => Task.CompletedTask;
    private static readonly KeyCertificatePair Pair = new("chain", "key");

    private readonly object state = new();

    [Fact]
    public void Insecure_says_so()
    {
        Assert.Same(ChannelCredentials.Insecure, ChannelCredentials.Insecure);
        Assert.Equal(["insecure"], Told(ChannelCredentials.Insecure));
    }

    [Fact]
    public void Ssl_tells_roots_pair_and_callback()
    {
        VerifyPeerCallback callback = _ => true;
        Assert.Same(ChannelCredentials.SecureSsl, ChannelCredentials.SecureSsl);
        Assert.Equal(["ssl", null, null, null], Told(ChannelCredentials.SecureSsl));
        Assert.Equal(["ssl", "roots", null, null], Told(new SslCredentials("roots")));
        Assert.Equal(["ssl", "roots", Pair, null], Told(new SslCredentials("roots", Pair)));
        Assert.Equal(["ssl", null, null, callback], Told(new SslCredentials(null, null, callback)));
        var ssl = new SslCredentials("roots", Pair);
        Assert.Equal(("roots", Pair), (ssl.RootCertificates, ssl.KeyCertificatePair));
    }

    [Fact]
    public void Composite_channel_credentials_tell_both_parts()
    {
        var call = CallCredentials.FromInterceptor(Nothing);
        foreach (var channel in new[] { ChannelCredentials.SecureSsl, ChannelCredentials.Insecure })
            Assert.Equal(["composite", channel, call], Told(ChannelCredentials.Create(channel, call)));
        Assert.Throws<ArgumentNullException>("channelCredentials", () => ChannelCredentials.Create(null!, call));
        Assert.Throws<ArgumentNullException>("callCredentials", () => ChannelCredentials.Create(ChannelCredentials.SecureSsl, null!));
    }

    [Fact]
    public void Call_credentials_tell_their_interceptor_or_their_parts()
    {
        var (one, two) = (CallCredentials.FromInterceptor(Nothing), CallCredentials.FromInterceptor(Nothing));
        Assert.Equal([Nothing], Told(one));
        Assert.Equal([one, two, one], Told(CallCredentials.Compose(one, two, one)));
        Assert.Throws<ArgumentNullException>("interceptor", () => CallCredentials.FromInterceptor(null!));
    }

    [Fact]
    public void Composing_takes_two_or_more()
    {
        var one = CallCredentials.FromInterceptor(Nothing);
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose());
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose(one));
    }

    [Fact]
    public void Pair_and_context_refuse_null()
    {
        Assert.Equal(("chain", "key"), (Pair.CertificateChain, Pair.PrivateKey));
        Assert.Throws<ArgumentNullException>(() => new KeyCertificatePair(null!, "key"));
        Assert.Throws<ArgumentNullException>(() => new KeyCertificatePair("chain", null!));
        Assert.Throws<ArgumentNullException>(() => new AuthInterceptorContext(null!, "method"));
        Assert.Throws<ArgumentNullException>(() => new AuthInterceptorContext("url", null!));
        Assert.Equal(CancellationToken.None, new AuthInterceptorContext("url", "method").CancellationToken);
    }

    [Fact]
    public void Auth_property_copies_bytes_and_reads_utf8()
    {
        var bytes = Encoding.UTF8.GetBytes("grön");
        var property = AuthProperty.Create("colour", bytes);
        bytes[0] = 0;
        property.ValueBytes[0] = 0;

        Assert.Equal(("colour", "grön"), (property.Name, property.Value));
        Assert.Equal(Encoding.UTF8.GetBytes("grön"), property.ValueBytes);
        Assert.Throws<ArgumentNullException>(() => AuthProperty.Create(null!, []));
        Assert.Throws<ArgumentNullException>(() => AuthProperty.Create("colour", null!));
    }

    [Fact]
    public void Auth_context_finds_identity_and_properties()
    {
        var (name, kind) = (AuthProperty.Create("name", [1]), AuthProperty.Create("kind", [2]));
        var properties = new Dictionary<string, List<AuthProperty>> { ["name"] = [name], ["kind"] = [kind, kind] };
        var context = new AuthContext("name", properties);

        Assert.True(context.IsPeerAuthenticated);
        Assert.Equal([name], context.PeerIdentity);
        Assert.Equal([name, kind, kind], context.Properties);
        Assert.Equal([kind, kind], context.FindPropertiesByName("kind"));
        Assert.Empty(context.FindPropertiesByName("other"));
        Assert.Empty(new AuthContext(null, properties).PeerIdentity);
        Assert.Throws<ArgumentNullException>("properties", () => new AuthContext(null, null!));
    }

    private List<object?> Told(ChannelCredentials credentials)
    {
        var reading = new ChannelReading(state);
        credentials.InternalPopulateConfiguration(reading, state);
        return reading.Told;
    }

    private List<object?> Told(CallCredentials credentials)
    {
        var reading = new CallReading(state);
        credentials.InternalPopulateConfiguration(reading, state);
        return reading.Told;
    }

    private sealed class ChannelReading(object expected) : ChannelCredentialsConfiguratorBase
    {
        public List<object?> Told { get; } = [];

        public override void SetInsecureCredentials(object state) => Tell(state, "insecure");

        public override void SetSslCredentials(
            object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback) =>
            Tell(state, "ssl", rootCertificates, keyCertificatePair, verifyPeerCallback);

        public override void SetCompositeCredentials(
            object state, ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
            Tell(state, "composite", channelCredentials, callCredentials);

        private void Tell(object state, params object?[] what)
        {
            Assert.Same(expected, state);
            Told.AddRange(what);
        }
    }

    private sealed class CallReading(object expected) : CallCredentialsConfiguratorBase
    {
        public List<object?> Told { get; } = [];

        public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
        {
            Assert.Same(expected, state);
            Told.AddRange(credentials);
        }

        public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor)
        {
            Assert.Same(expected, state);
            Told.Add(interceptor);
        }
    }
}
