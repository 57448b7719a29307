using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeService.Doors.Web;

/// <summary>What stands in for the connection's own features while a gRPC-Web call is answered: a body with the trailers at its end.</summary>
/// <param name="body">The connection's.</param>
/// <param name="isText">Whether the body is written in Base64.</param>
public sealed class WebAnswer(IHttpResponseBodyFeature body, bool isText) : IHttpResponseBodyFeature, IHttpResponseTrailersFeature, IDisposable
{
    private readonly WebWriter _writer = new(body.Writer, isText);

    public PipeWriter Writer => _writer;

    public Stream Stream => _writer.AsStream(leaveOpen: true);

    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    public void DisableBuffering() => body.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => body.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Ends the answer now, as when a deadline passes while the method goes on: trailers last, and what is not flushed is left out.</summary>
    public async Task CompleteAsync()
    {
        await WriteTrailersAsync();
        await body.CompleteAsync();
    }

    /// <summary>The method has ended: what it wrote goes out, then the trailers.</summary>
    public async Task EndAsync()
    {
        await _writer.FlushAsync();
        await WriteTrailersAsync();
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>An answer without a message has its status in the headers, and no trailers.</summary>
    private Task WriteTrailersAsync() => Trailers.Count == 0 ? Task.CompletedTask : _writer.EndAsync(TrailerFrame.Of(Trailers));
}
