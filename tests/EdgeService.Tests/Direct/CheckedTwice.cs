using System.Net.Http.Headers;
using EdgeService.Core.Tokens;
using EdgeService.Signing;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Perks.Edge.V1;

namespace EdgeService.Tests.Direct;

/// <summary>
/// A service that answers checks directly, asked each thing twice: as it is, and under the content type <c>application/grpc+proto</c>, which means the same and is never
/// plain, so that the framework's handler answers. Both answers are whole: status, headers, trailers, message.
/// </summary>
public sealed class CheckedTwice : IAsyncLifetime, IDisposable
{
    private const string Plain = "application/grpc";
    private const string NeverPlain = "application/grpc+proto";
    private const string Path = "perks.edge.v1.EligibilityService/CheckEligibility";

    private readonly HttpMessageInvoker _connection = new(new SocketsHttpHandler { MaxResponseHeadersLength = 64 });
    private readonly CallsSeen _seen = new();

    public SetClock Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public EdgeHost Host { get; private set; } = null!;

    /// <summary>How many calls the framework's handler never saw.</summary>
    public int AnsweredDirectly => _seen.Direct;

    public async Task InitializeAsync() => Host = await EdgeHost.StartAsync(
        builder => builder.Services.AddSingleton<TimeProvider>(Clock).AddSingleton<IStartupFilter>(_seen), null, "--Edge:Direct:Checks=true");

    public Task DisposeAsync() => Host.DisposeAsync().AsTask();

    public void Dispose() => _connection.Dispose();

    /// <summary>Asks both ways and holds the answers against each other; returns the one that the framework gave, in short.</summary>
    public async Task<string> AskAsync(byte[] body, params (string Name, string Value)[] headers)
    {
        var (answer, framework) = (await AnswerAsync(Plain, body, headers), await AnswerAsync(NeverPlain, body, headers));
        Assert.Equal(framework.Envelope, answer.Envelope);
        Assert.Equal(Told(framework.Message), Told(answer.Message));
        return framework.Status;
    }

    /// <summary>The message without what differs from call to call: the nonce of the sealed id, whose content is put in its place.</summary>
    private string Told(byte[] frame)
    {
        if (frame.Length == 0)
            return "";
        var response = CheckEligibilityResponse.Parser.ParseFrom(frame.AsSpan(5));
        Assert.True(Host.Service<Seals>().TryOpenDecision(response.Decision.DecisionId.Span, out SealedDecision sealedDecision));
        var size = response.Decision.DecisionId.Length;
        response.Decision.DecisionId = Google.Protobuf.ByteString.Empty;
        return $"{Convert.ToHexString(frame.AsSpan(0, 5))} {response} {size} {sealedDecision}";
    }

    private async Task<Answer> AnswerAsync(string contentType, byte[] body, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Host.Doors.Plaintext!, Path))
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.Add("x-edge-terminal", Terminal.Dock);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var response = await _connection.SendAsync(request, bound.Token);
        var message = await response.Content.ReadAsByteArrayAsync(bound.Token);
        return new($"{(int)response.StatusCode} {Of(response.Headers)} {Of(response.Content.Headers)} {Of(response.TrailingHeaders)}", StatusOf(response), message);
    }

    private static string StatusOf(HttpResponseMessage response) =>
        response.TrailingHeaders.Concat(response.Headers).FirstOrDefault(header => header.Key == "grpc-status").Value?.Single() ?? $"HTTP {(int)response.StatusCode}";

    private static string Of(HttpHeaders headers) =>
        string.Join("; ", headers.Where(header => header.Key != "Date").OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));

    private sealed record Answer(string Envelope, string Status, byte[] Message);

    /// <summary>Counts the calls that came to their end without the framework's call around them.</summary>
    private sealed class CallsSeen : IStartupFilter
    {
        private int _direct;

        public int Direct => _direct;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, then) =>
            {
                await then(context);
                if (context.Request.Path.Value == "/" + Path && context.Features.Get<Grpc.AspNetCore.Server.IServerCallContextFeature>() is null)
                    Interlocked.Increment(ref _direct);
            });
            next(app);
        };
    }
}
