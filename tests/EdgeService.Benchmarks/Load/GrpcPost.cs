using System.Net.Http.Headers;

namespace EdgeService.Benchmarks.Load;

/// <summary>Posts one framed message and reads the framed answer, without a gRPC client in between.</summary>
internal static class GrpcPost
{
    /// <exception cref="InvalidDataException">The answer holds no message: the call failed.</exception>
    public static async Task<byte[]> CallAsync(HttpMessageInvoker connection, Uri url, byte[] body, string? terminal = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (terminal is not null)
        {
            request.Headers.Add("x-edge-terminal", terminal);
        }

        using var response = await connection.SendAsync(request, CancellationToken.None);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return answer.Length >= GrpcFrame.HeaderSize
            ? answer
            : throw new InvalidDataException($"A call failed: {(int)response.StatusCode} {response.Headers}{response.TrailingHeaders}");
    }
}
