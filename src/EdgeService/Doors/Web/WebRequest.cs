using Microsoft.AspNetCore.Http.Features;

namespace EdgeService.Doors.Web;

/// <summary>
/// A request of gRPC-Web as the framework wants to see it: gRPC comes by HTTP/2 there, whatever the browser spoke. The connection's own view of
/// the request is left as it is.
/// </summary>
public sealed class WebRequest(IHttpRequestFeature request) : IHttpRequestFeature
{
    public string Protocol { get; set; } = HttpProtocol.Http2;

    public string Scheme
    {
        get => request.Scheme;
        set => request.Scheme = value;
    }

    public string Method
    {
        get => request.Method;
        set => request.Method = value;
    }

    public string PathBase
    {
        get => request.PathBase;
        set => request.PathBase = value;
    }

    public string Path
    {
        get => request.Path;
        set => request.Path = value;
    }

    public string QueryString
    {
        get => request.QueryString;
        set => request.QueryString = value;
    }

    public string RawTarget
    {
        get => request.RawTarget;
        set => request.RawTarget = value;
    }

    public IHeaderDictionary Headers
    {
        get => request.Headers;
        set => request.Headers = value;
    }

    public Stream Body
    {
        get => request.Body;
        set => request.Body = value;
    }
}
