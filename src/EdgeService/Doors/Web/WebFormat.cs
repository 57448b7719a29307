using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace EdgeService.Doors.Web;

/// <summary>
/// The two ways gRPC-Web writes a body: as it is, or in Base64 for clients that can read no bytes while they come. Only messages of protobuf
/// are taken.
/// </summary>
/// <param name="ContentType">What its responses say they are.</param>
/// <param name="IsText">Whether it is the one in Base64.</param>
public sealed record WebFormat(string ContentType, bool IsText)
{
    private const string BinaryName = "application/grpc-web";
    private const string TextName = "application/grpc-web-text";
    private const string Message = "+proto";

    public static WebFormat Binary { get; } = new(BinaryName + Message, false);

    public static WebFormat Text { get; } = new(TextName + Message, true);

    /// <summary>What a content type names; null if it is none of the two.</summary>
    public static WebFormat? Of(StringSegment contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var parsed))
            return null;
        if (Is(parsed.MediaType, BinaryName))
            return Binary;
        return Is(parsed.MediaType, TextName) ? Text : null;
    }

    /// <summary>How to answer: as the client says it can read, and otherwise as it has asked.</summary>
    public WebFormat AnswerTo(StringValues accepted) => accepted.Count == 1 ? Of(accepted.ToString()) ?? this : this;

    private static bool Is(StringSegment mediaType, string name) =>
        mediaType.Equals(name, StringComparison.OrdinalIgnoreCase) || mediaType.Equals(name + Message, StringComparison.OrdinalIgnoreCase);
}
