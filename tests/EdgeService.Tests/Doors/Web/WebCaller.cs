using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeService.Tests.Hosting;
using Google.Protobuf;

namespace EdgeService.Tests.Doors.Web;

/// <summary>Speaks gRPC-Web by hand, byte for byte, with a certificate of Development and one version of HTTP.</summary>
public sealed class WebCaller : IDisposable
{
    public const string Binary = "application/grpc-web+proto";
    public const string Text = "application/grpc-web-text";

    private readonly HttpClient _client;
    private readonly Version _version;

    public WebCaller(EdgeHost host, string name = "bike-dock", string version = "2.0")
    {
        _version = Version.Parse(version);
        var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(host.Home, "pki", name + ".pem"), Path.Combine(host.Home, "pki", name + ".key"));
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null;
        _client = new HttpClient(handler) { BaseAddress = host.Doors.Web };
    }

    /// <summary>A message after its flag and its length.</summary>
    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public Task<WebReply> CallAsync(string method, IMessage message, string format = Binary, params (string Name, string Value)[] headers)
    {
        var frame = Frame(message.ToByteArray());
        return PostAsync(method, format == Text ? Encoding.ASCII.GetBytes(Convert.ToBase64String(frame)) : frame, format, headers);
    }

    public Task<WebReply> PostAsync(string path, byte[] body, string? contentType, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("content-type", contentType);
        return SendAsync(HttpMethod.Post, path, content, headers);
    }

    public async Task<WebReply> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content, Version = _version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(30));
        return WebReply.Of(response, await response.Content.ReadAsByteArrayAsync());
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>What came back, taken apart.</summary>
/// <param name="Http">Status of HTTP.</param>
/// <param name="ContentType">What the body says it is.</param>
/// <param name="Headers">By name in small letters.</param>
/// <param name="Messages">The frames that hold messages.</param>
/// <param name="Trailers">Of the last frame, or of the headers where no body came.</param>
/// <param name="Body">As it came.</param>
public sealed record WebReply(
    HttpStatusCode Http, string? ContentType, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<byte[]> Messages, IReadOnlyDictionary<string, string> Trailers, byte[] Body)
{
    public string Status => Trailers.GetValueOrDefault("grpc-status", "none");

    public string Reason => Trailers.GetValueOrDefault("perks-error-reason", "");

    public string Words => Encoding.UTF8.GetString(Body);

    public static WebReply Of(HttpResponseMessage response, byte[] body)
    {
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(",", header.Value));
        var type = response.Content.Headers.ContentType?.ToString();
        var isText = type?.StartsWith("application/grpc-web-text", StringComparison.Ordinal) == true;
        var (messages, trailers) = type?.StartsWith("application/grpc-web", StringComparison.Ordinal) == true ? Split(isText ? Decode(body) : body) : ([], null);
        return new WebReply(response.StatusCode, type, headers, messages, trailers ?? headers, body);
    }

    /// <summary>Pieces of Base64, each padded by itself.</summary>
    private static byte[] Decode(byte[] body)
    {
        Assert.Equal(0, body.Length % 4);
        return [.. body.Chunk(4).SelectMany(quad => Convert.FromBase64String(Encoding.ASCII.GetString(quad)))];
    }

    private static (List<byte[]> Messages, Dictionary<string, string>? Trailers) Split(byte[] body)
    {
        var messages = new List<byte[]>();
        Dictionary<string, string>? trailers = null;
        for (var at = 0; at < body.Length;)
        {
            Assert.Null(trailers); // They are the last frame.
            var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at + 1));
            var content = body.AsSpan(at + 5, length).ToArray();
            if ((body[at] & 0x80) == 0)
                messages.Add(content);
            else
                trailers = Lines(content);
            at += 5 + length;
        }

        return (messages, trailers);
    }

    private static Dictionary<string, string> Lines(byte[] content)
    {
        var text = Encoding.ASCII.GetString(content);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        return text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).ToDictionary(line => line[..line.IndexOf(':')], line => line[(line.IndexOf(':') + 1)..]);
    }
}
