using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Benchmarks.Load;

/// <summary>HTTP connections over TLS with a client certificate of the edge's own authority.</summary>
internal static class MutualConnections
{
    /// <summary>Connections that are not shared: each caller disposes of its own.</summary>
    /// <param name="count">How many.</param>
    /// <param name="pki">Folder with <c>ca.pem</c> and the client's key and certificate.</param>
    /// <param name="clientName">Name of the client's files.</param>
    public static HttpMessageInvoker[] Open(int count, string pki, string clientName)
    {
        var client = X509Certificate2.CreateFromPemFile(Path.Combine(pki, clientName + ".pem"), Path.Combine(pki, clientName + ".key"));
        var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(pki, "ca.pem"));
        return [.. Enumerable.Range(0, count).Select(_ => Open(authority, client))];
    }

    public static HttpMessageInvoker Open(X509Certificate2 authority, X509Certificate2 client) => new(Handler(authority, client));

    private static SocketsHttpHandler Handler(X509Certificate2 authority, X509Certificate2 client) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = [client],

            // A session begun at a door that asks for no certificate would be taken up at one that does, and shown none.
            AllowTlsResume = false,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
