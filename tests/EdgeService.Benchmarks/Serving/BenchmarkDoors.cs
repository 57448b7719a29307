using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EdgeService.Benchmarks.Serving;

/// <summary>The empty server's doors: of the same kinds as the edge's, HTTP/2 in plain text and with certificates on both sides, and one where only it has a certificate.</summary>
internal static class BenchmarkDoors
{
    public static void ListenPlain(this KestrelServerOptions kestrel) =>
        kestrel.Listen(IPAddress.Loopback, 0, door => door.Protocols = HttpProtocols.Http2);

    public static void ListenMutual(this KestrelServerOptions kestrel, string pki) => kestrel.ListenEncrypted(pki, ClientCertificateMode.RequireCertificate);

    public static void ListenOneSided(this KestrelServerOptions kestrel, string pki) => kestrel.ListenEncrypted(pki, ClientCertificateMode.NoCertificate);

    private static void ListenEncrypted(this KestrelServerOptions kestrel, string pki, ClientCertificateMode mode)
    {
        var server = X509Certificate2.CreateFromPemFile(Path.Combine(pki, "server.pem"), Path.Combine(pki, "server.key"));
        kestrel.Listen(IPAddress.Loopback, 0, door =>
        {
            door.Protocols = HttpProtocols.Http2;
            door.UseHttps(tls =>
            {
                tls.ServerCertificate = server;
                tls.ClientCertificateMode = mode;
                tls.SslProtocols = SslProtocols.Tls13;
                tls.AllowAnyClientCertificate();
            });
        });
    }
}
