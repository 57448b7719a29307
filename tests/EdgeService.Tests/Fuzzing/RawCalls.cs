using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Fuzzing;

/// <summary>Bytes to a method of a running service, with no client in between that would put them right.</summary>
internal sealed class RawCalls : IDisposable
{
    private readonly HttpMessageInvoker _connection;
    private readonly Uri _door;

    private RawCalls(HttpMessageInvoker connection, Uri door) => (_connection, _door) = (connection, door);

    /// <summary>As one of the callers whose certificates lie under <c>pki</c>.</summary>
    public static RawCalls As(EdgeHost host, string name)
    {
        var pki = Path.Combine(host.Home, "pki");
        var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(pki, name + ".pem"), Path.Combine(pki, name + ".key"));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(pki, "ca.pem")));
        var handler = new SocketsHttpHandler { MaxResponseHeadersLength = 64 };
        handler.SslOptions.CertificateChainPolicy = policy;
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        return new(new HttpMessageInvoker(handler), host.Doors.Tls);
    }

    /// <summary>The status of the answer, or why there is none.</summary>
    public async Task<string> StatusOfAsync(string service, string method, bool compressed, byte[] frames)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_door, $"{service}/{method}"))
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frames) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.Add("grpc-timeout", "1S");
        if (compressed) request.Headers.Add("grpc-encoding", "gzip");
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            using var response = await _connection.SendAsync(request, bound.Token);
            await response.Content.CopyToAsync(Stream.Null, bound.Token);
            return StatusOf(response.TrailingHeaders) ?? StatusOf(response.Headers) ?? $"none, HTTP {(int)response.StatusCode}";
        }
        catch (HttpRequestException broken)
        {
            return "broken: " + broken.Message;
        }
    }

    /// <summary>A message after its flag and its length.</summary>
    public static byte[] Frame(byte[] message, bool compressed)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public void Dispose() => _connection.Dispose();

    private static string? StatusOf(HttpHeaders headers) => headers.TryGetValues("grpc-status", out var values) ? values.Single() : null;
}
