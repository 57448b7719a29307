using System.IO.Pipelines;
using System.Net.Security;
using EdgeService.Identity;
using EdgeService.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace EdgeService.Doors;

/// <summary>
/// What a connection passes once its certificate is verified: who is it, has that caller room for it and the edge too, and then the watch over
/// its frames. Whoever wears the watch's patience out opens no other connection for a while.
/// </summary>
public sealed class ProvenConnections(
    CertificateIdentities identities, CallerAllowances allowances, CallLoad load, EdgeMeter meter, TimeProvider clock, ILogger<ProvenConnections> log)
{
    private static readonly TimeSpan Shunned = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate then)
    {
        if (connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is not { } certificate)
            return;
        var arrival = connection.Features.Get<Arrival>();
        arrival?.Prove();
        var identity = identities.Of(certificate);
        var caller = identity.Certificate?.Caller;
        var allowance = identity.Allowance = allowances.Of(caller);
        if (Enter(caller, allowance) is { } refusal)
        {
            meter.ConnectionRefused(refusal.Limit);
            await (IsHttp2(connection) ? Farewell.GreetAndSayAsync(connection.Transport, refusal.Text) : Farewell.SayByHttp1Async(connection.Transport.Output, refusal.Text));
            return;
        }

        arrival?.Come();
        try
        {
            await ServeAsync(connection, then, identity, caller);
        }
        finally
        {
            load.Disconnect();
            allowance.Disconnect();
        }
    }

    private Refusal? Enter(Caller? caller, CallerAllowance allowance)
    {
        if (allowance.IsShunned)
            return Refusal.Shunned;
        if (!allowance.TryConnect())
            return Refusal.OfCaller;
        if (load.TryConnect(caller?.Role == CallerRole.Operator))
            return null;
        allowance.Disconnect();
        return Refusal.OfAll;
    }

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate then, ConnectionIdentity identity, Caller? caller)
    {
        var isHttp2 = IsHttp2(connection);
        var watch = new FrameWatch(identity, clock, countsFrames: isHttp2);
        connection.Features.Set(identity);
        connection.Features.Set(watch);
        var transport = connection.Transport;
        connection.Transport = new WatchedTransport(new WatchedReader(transport.Input, watch, () => _ = EndSoonAsync(connection)), transport.Output);
        await then(connection);
        if (!watch.IsOver)
            return;
        if (!identity.Allowance!.IsShunned)
            log.ConnectionEnded(caller?.Short ?? "nobody known");
        identity.Allowance.Shun(Shunned);
        meter.ConnectionRefused("frames");
        if (isHttp2)
            await Farewell.SayAsync(transport.Output, watch.LastStream, "Too many frames that are no calls.");
    }

    private static bool IsHttp2(ConnectionContext connection) =>
        connection.Features.Get<ISslStreamFeature>()?.SslStream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2;

    /// <summary>Whoever does not read what it is told is not waited for.</summary>
    private async Task EndSoonAsync(ConnectionContext connection)
    {
        await Task.Delay(LastWord, clock);
        connection.Abort();
    }

    private sealed record WatchedTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed record Refusal(string Limit, string Text)
    {
        public static Refusal Shunned { get; } = new("shunned", "This identity was shut out for its frames. Come back in a while.");

        public static Refusal OfCaller { get; } = new("caller", "This identity has or opens too many connections.");

        public static Refusal OfAll { get; } = new("all", "Too many connections.");
    }
}
