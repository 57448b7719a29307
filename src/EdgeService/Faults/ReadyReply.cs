using Microsoft.Extensions.Primitives;

namespace EdgeService.Faults;

/// <summary>A fault that is answered often, its headers written once: turning a call away must cost less than the call.</summary>
public sealed class ReadyReply
{
    private readonly KeyValuePair<string, StringValues>[] _headers;

    public ReadyReply(EdgeFault fault)
    {
        var headers = new HeaderDictionary();
        FaultReply.Write(headers, fault);
        _headers = [.. headers];
    }

    /// <summary>Answers with the fault alone and no message ("trailers only").</summary>
    public void Answer(HttpResponse response)
    {
        response.ContentType = "application/grpc";
        foreach (var (name, value) in _headers)
            response.Headers[name] = value;
    }
}
