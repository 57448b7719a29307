using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace EdgeService.Tests.Hosting;

/// <summary>Channels as a terminal opens them: trusting one authority, showing one certificate or none.</summary>
public static class ClientChannel
{
    public static GrpcChannel Tls(Uri door, string authorityFile, string? certificateWithoutEnding) => Tls(
        door,
        X509CertificateLoader.LoadCertificateFromFile(authorityFile),
        certificateWithoutEnding is null ? null : X509Certificate2.CreateFromPemFile(certificateWithoutEnding + ".pem", certificateWithoutEnding + ".key"));

    /// <param name="door">Where to.</param>
    /// <param name="authority">Whom to trust.</param>
    /// <param name="certificate">What to show; null for nothing.</param>
    /// <param name="connect">Opens the connections, where it matters from which address.</param>
    public static GrpcChannel Tls(
        Uri door, X509Certificate2 authority, X509Certificate2? certificate, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null)
    {
        var handler = new SocketsHttpHandler { ConnectCallback = connect };
        handler.SslOptions.CertificateChainPolicy = Trusting(authority);
        if (certificate is not null)
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        return GrpcChannel.ForAddress(door, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    private static X509ChainPolicy Trusting(X509Certificate2 authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        return policy;
    }
}
