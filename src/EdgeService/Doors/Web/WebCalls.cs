using System.Buffers.Text;
using System.IO.Pipelines;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeService.Doors.Web;

/// <summary>
/// gRPC-Web at the browsers' door: makes of each call a plain gRPC call, so that the gate and everything behind it see no difference, and writes its
/// answer as browsers can read it. Unary calls and streams from the server; what streams from the client is refused, for a browser cannot send it.
/// </summary>
public sealed class WebCalls(RequestDelegate next)
{
    private const string Grpc = "application/grpc";

    /// <summary>Room for a message that is too large, so that the framework can say so in its own words.</summary>
    private const int LargestBody = 2 * DoorsRoom.LargestMessageBytes;

    public Task InvokeAsync(HttpContext context)
    {
        if (!WebDoor.Is(context.Features) || context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not { } grpc)
            return next(context);
        if (WebFormat.Of(context.Request.ContentType) is not { } format)
            return WebRefusal.SayAsync(context.Response, StatusCodes.Status415UnsupportedMediaType, "This door takes calls in gRPC-Web: application/grpc-web or application/grpc-web-text. gRPC itself is spoken at the other door.");
        var answer = format.AnswerTo(context.Request.Headers.Accept);
        if (Refusal(context, grpc.Method.Type, format) is { } refusal)
        {
            Refuse(context.Response, answer, refusal);
            return Task.CompletedTask;
        }

        return CallAsync(context, format, answer);
    }

    private static Status? Refusal(HttpContext context, MethodType type, WebFormat format)
    {
        if (type is MethodType.ClientStreaming or MethodType.DuplexStreaming)
            return new Status(StatusCode.Unimplemented, "gRPC-Web carries unary calls and streams from the server. Call this method by gRPC at the other door.");
        var largest = format.IsText ? Base64.GetMaxEncodedToUtf8Length(LargestBody) : LargestBody;
        if (context.Request.ContentLength > largest)
            return new Status(StatusCode.ResourceExhausted, "The message is larger than 64 KiB.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = largest;
        return null;
    }

    private static void Refuse(HttpResponse response, WebFormat answer, Status status)
    {
        response.ContentType = answer.ContentType;
        response.Headers.GrpcStatus = ((int)status.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.Headers.GrpcMessage = Uri.EscapeDataString(status.Detail);
    }

    private async Task CallAsync(HttpContext context, WebFormat format, WebFormat answerFormat)
    {
        var features = context.Features;
        var (request, body) = (features.GetRequiredFeature<IHttpRequestFeature>(), features.GetRequiredFeature<IHttpResponseBodyFeature>());
        using var answer = new WebAnswer(body, answerFormat.IsText);
        if (format.IsText)
            features.Set<IRequestBodyPipeFeature>(new DecodedBody(PipeReader.Create(new Base64Stream(context.Request.Body))));
        features.Set<IHttpRequestFeature>(new WebRequest(request));
        features.Set<IHttpResponseBodyFeature>(answer);
        features.Set<IHttpResponseTrailersFeature>(answer);
        if (features.Get<IHttpResetFeature>() is null)
            features.Set<IHttpResetFeature>(NoReset.Instance);
        context.Request.ContentType = Grpc;
        context.Response.OnStarting(() => Name(context.Response, answerFormat));
        try
        {
            await next(context);
            await answer.EndAsync();
        }
        finally
        {
            features.Set(request);
            features.Set(body);
        }
    }

    private static Task Name(HttpResponse response, WebFormat answer)
    {
        if (response.ContentType == Grpc)
            response.ContentType = answer.ContentType;
        return Task.CompletedTask;
    }

    private sealed record DecodedBody(PipeReader Reader) : IRequestBodyPipeFeature;

    /// <summary>HTTP/1.1 has no reset. Without one the framework would break the connection off, and the answer to a call that is late would be lost with it.</summary>
    private sealed class NoReset : IHttpResetFeature
    {
        public static NoReset Instance { get; } = new();

        public void Reset(int errorCode)
        {
        }
    }
}
