using System.Buffers;
using System.Globalization;
using System.Text;
using Grpc.Core;

namespace EdgeService.Faults;

/// <summary>Writes a fault as response headers: for calls that end before, or without, a method that could throw.</summary>
public static class FaultReply
{
    private static readonly SearchValues<char> AsTheyAre = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(letter => letter != '%')]);

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
        headers.GrpcMessage = Encoded(status.Detail);
        foreach (var trailer in FaultMapping.TrailersOf(fault))
            headers[trailer.Key] = TextOf(trailer);
    }

    /// <summary>Printable ASCII as it is, but the percent sign; of anything else the bytes in UTF-8 (gRPC over HTTP/2, Percent-Encoded).</summary>
    private static string Encoded(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(AsTheyAre))
            return text;
        var encoded = new StringBuilder(text.Length * 2);
        foreach (var part in Encoding.UTF8.GetBytes(text))
        {
            if (AsTheyAre.Contains((char)part))
                encoded.Append((char)part);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"%{part:X2}");
        }

        return encoded.ToString();
    }

    private static string TextOf(Metadata.Entry trailer) => trailer.IsBinary ? Convert.ToBase64String(trailer.ValueBytes) : trailer.Value;
}
