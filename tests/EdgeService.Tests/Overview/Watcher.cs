using System.Net;
using System.Text.Json;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Overview;

/// <summary>One who looks at the operators' page, with a certificate of Development: the page, and its stream of figures event by event.</summary>
public sealed class Watcher : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _client;
    private readonly List<IDisposable> _open = [];

    public Watcher(EdgeHost host, string name = "operator", Uri? door = null)
    {
        var certificate = host.CertificateOf(name);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null;
        _client = new HttpClient(handler)
        {
            BaseAddress = door ?? host.Doors.Web,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        _open.Add(response);
        return response;
    }

    public async Task<string> PageAsync() => await (await GetAsync("/operator")).Content.ReadAsStringAsync().WaitAsync(Patience);

    /// <summary>Opens the stream; the reader says what comes.</summary>
    public async Task<FigureReader> WatchAsync()
    {
        var response = await GetAsync("/operator/figures");
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return new FigureReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    public void Dispose()
    {
        _open.ForEach(each => each.Dispose());
        _client.Dispose();
    }

    /// <summary>The events of one stream.</summary>
    public sealed class FigureReader(HttpResponseMessage response, StreamReader lines) : IDisposable
    {
        /// <summary>The figures of the next event; null at the end of the stream.</summary>
        public async Task<JsonElement?> NextAsync()
        {
            while (await lines.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                    return JsonDocument.Parse(line["data: ".Length..]).RootElement;
            }

            return null;
        }

        public void Dispose()
        {
            lines.Dispose();
            response.Dispose();
        }
    }
}
