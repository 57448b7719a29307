using System.Globalization;
using Grpc.Core;

namespace EdgeService.Faults;

/// <summary>Writes a fault as response headers: for calls that end before, or without, a method that could throw.</summary>
public static class FaultReply
{
    /// <summary>Answers with the fault alone and no message ("trailers only").</summary>
    public static void Answer(HttpResponse response, EdgeFault fault)
    {
        response.ContentType = "application/grpc";
        Write(response.Headers, fault);
    }

    public static void Write(IHeaderDictionary headers, EdgeFault fault)
    {
        var status = FaultMapping.StatusOf(fault);
        headers.GrpcStatus = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        headers.GrpcMessage = Uri.EscapeDataString(status.Detail);
        foreach (var trailer in FaultMapping.TrailersOf(fault))
            headers[trailer.Key] = TextOf(trailer);
    }

    private static string TextOf(Metadata.Entry trailer) => trailer.IsBinary ? Convert.ToBase64String(trailer.ValueBytes) : trailer.Value;
}
